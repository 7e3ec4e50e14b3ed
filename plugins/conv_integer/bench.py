"""ConvInteger as in the middle of ResNet-50."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _conv(torch: Any, x: Any, w: Any) -> Any:
    return torch.nn.functional.conv2d(x.half(), w.half(), padding=1)


CASES = [
    Case(
        "ConvInteger",
        {"x": (256, 128, 28, 28), "w": (128, 128, 3, 3)},
        {"pads": [1, 1, 1, 1]},
        [TorchPeer("PyTorch, converted to float16", _conv)],
    )
]
