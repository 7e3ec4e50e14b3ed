"""LayerNormalization over the last axis, in rows of all lengths: 256 MiB each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trtplugins.bench import Case, TorchPeer, of_equal_bytes


def _layer_norm(torch: Any, x: Any, scale: Any, bias: Any) -> Any:
    return torch.nn.functional.layer_norm(x, scale.shape, scale, bias, 1e-5)


def _case(shape: Sequence[int]) -> Case:
    width = shape[-1]
    return Case(
        "LayerNormalization",
        {"X": shape, "Scale": (width,), "B": (width,)},
        {"axis": -1},
        [TorchPeer("PyTorch eager", _layer_norm)],
    )


_SHAPES = [
    (64, 1024, 1024),
    (64, 256, 4096),
    (64, 1024, 1023),  # rows that start anywhere
    (1024, 85, 768),
    (64, 64, 16384),
    (1024, 65536),  # held by a cluster of blocks
    (256, 262144),
    (64, 1048576),  # split
]
CASES = [*of_equal_bytes(_case, _SHAPES)]
