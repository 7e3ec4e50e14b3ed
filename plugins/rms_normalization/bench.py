"""RMSNormalization over the last axis, at widths of language models."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _rms_norm(torch: Any, x: Any, scale: Any) -> Any:
    return torch.nn.functional.rms_norm(x, scale.shape, scale, 1e-5)


def _case(rows: int, width: int) -> Case:
    return Case(
        "RMSNormalization",
        {"X": (64, rows, width), "scale": (width,)},
        {"axis": -1},
        [TorchPeer("PyTorch eager", _rms_norm)],
    )


CASES = [_case(1024, 1024), _case(256, 4096)]
