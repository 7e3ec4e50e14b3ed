"""GroupNormalization as in diffusion models, and of images of all sizes."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _case(shape: tuple[int, ...], groups: int) -> Case:
    def group_norm(torch: Any, x: Any, scale: Any, bias: Any) -> Any:
        return torch.nn.functional.group_norm(x, groups, scale, bias, 1e-5)

    channels = (shape[1],)
    return Case(
        "GroupNormalization",
        {"X": shape, "scale": channels, "bias": channels},
        {"num_groups": groups},
        [TorchPeer("PyTorch eager", group_norm)],
    )


CASES = [
    _case((48, 320, 64, 64), 32),  # groups of 40,960 elements
    _case((32, 512, 64, 64), 32),  # of 65,536
    _case((64, 1280, 32, 32), 32),  # of 40,960
    _case((16, 256, 128, 128), 32),  # of 131,072
    _case((4, 256, 256, 256), 32),  # of 524,288
    _case((256, 256, 32, 32), 32),  # of 8,192
]
