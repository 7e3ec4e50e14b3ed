"""LayerNormalization over the last axis, in rows of all lengths."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _layer_norm(torch: Any, x: Any, scale: Any, bias: Any) -> Any:
    return torch.nn.functional.layer_norm(x, scale.shape, scale, bias, 1e-5)


def _case(*shape: int) -> Case:
    width = shape[-1]
    return Case(
        "LayerNormalization",
        {"X": shape, "Scale": (width,), "B": (width,)},
        {"axis": -1},
        [TorchPeer("PyTorch eager", _layer_norm)],
    )


CASES = [
    _case(64, 1024, 1024),
    _case(64, 256, 4096),
    _case(64, 1024, 1023),  # rows that start anywhere
    _case(1024, 64, 768),
    _case(64, 64, 16384),
    _case(1024, 65536),  # held by a cluster of blocks
    _case(256, 262144),
    _case(64, 1048576),  # split
]
