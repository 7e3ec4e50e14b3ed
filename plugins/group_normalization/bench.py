"""GroupNormalization as in diffusion models, and of images of all sizes: 256 MiB each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trtplugins.bench import Case, TorchPeer, of_equal_bytes


def _case(shape: Sequence[int], groups: int) -> Case:
    def group_norm(torch: Any, x: Any, scale: Any, bias: Any) -> Any:
        return torch.nn.functional.group_norm(x, groups, scale, bias, 1e-5)

    channels = (shape[1],)
    return Case(
        "GroupNormalization",
        {"X": shape, "scale": channels, "bias": channels},
        {"num_groups": groups},
        [TorchPeer("PyTorch eager", group_norm)],
    )


_SHAPES = [
    (48, 320, 64, 64),  # groups of 40,960 elements
    (32, 512, 64, 64),  # of 65,536
    (64, 1280, 32, 32),  # of 40,960
    (16, 256, 128, 128),  # of 131,072
    (4, 256, 256, 256),  # of 524,288
    (256, 256, 32, 32),  # of 8,192
]
CASES = [*of_equal_bytes(_case, _SHAPES, 32)]
