"""Col2Im of 3 x 3 blocks, side by side and overlapping."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _case(channels: int, stride: int) -> Case:
    size = 192
    blocks = (size + 2 - 3) // stride + 1 if stride == 1 else size // 3
    pad = 1 if stride == 1 else 0

    def fold(torch: Any, x: Any) -> Any:
        x = x if x.is_floating_point() else x.float()  # PyTorch has no other
        return torch.nn.functional.fold(x, (size, size), (3, 3), padding=pad, stride=stride)

    return Case(
        "Col2Im",
        {"input": (8, channels * 9, blocks * blocks)},
        {
            "image_shape": [size, size],
            "block_shape": [3, 3],
            "strides": [stride, stride],
            "pads": [pad] * 4,
        },
        [TorchPeer("PyTorch eager", fold)],
    )


CASES = [_case(128, 3), _case(32, 1)]
