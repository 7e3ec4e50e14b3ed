"""RMSNormalization at widths of language models, and where its rows are harder to come by."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _rms_norm(torch: Any, x: Any, scale: Any) -> Any:
    return torch.nn.functional.rms_norm(x, scale.shape, scale, 1e-5)


def _case(*shape: int) -> Case:
    return Case(
        "RMSNormalization",
        {"X": shape, "scale": shape[-1:]},
        {"axis": -1},
        [TorchPeer("PyTorch eager", _rms_norm)],
    )


CASES = [
    _case(64, 1024, 1024),
    _case(64, 256, 4096),
    _case(64, 1024, 1023),  # rows that start anywhere
    _case(1024, 65536),  # held by a cluster of blocks
    _case(256, 262144),
    # Few rows, a scale per channel.
    Case("RMSNormalization", {"X": (16, 64, 256, 256), "scale": (64, 1, 1)}, {"axis": 1}),
    Case("RMSNormalization", {"X": (256, 256, 32, 32), "scale": (256, 1, 1)}, {"axis": 1}),
]
