"""ConvNeXt: depthwise 7 x 7 convolutions, channels-last normalisation, downsampling between."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

OPSET = 18
DYNAMIC = {"image": {0: "batch", 2: "height", 3: "width"}}


class ChannelNorm(nn.LayerNorm):
    """Normalisation over the channels of (N, C, H, W)."""

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Block(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(width, width, 7, padding=3, groups=width)
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.scale = nn.Parameter(torch.full((width,), 0.5))

    def forward(self, x: Tensor) -> Tensor:
        y = self.norm(self.depthwise(x).permute(0, 2, 3, 1))
        y = self.scale * self.down(F.gelu(self.up(y)))
        return x + y.permute(0, 3, 1, 2)


def model() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(3, 16, 4, stride=4),
        ChannelNorm(16, eps=1e-6),
        Block(16),
        ChannelNorm(16, eps=1e-6),
        nn.Conv2d(16, 32, 2, stride=2),
        Block(32),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.LayerNorm(32, eps=1e-6),
        nn.Linear(32, 10),
    )


def feeds(turn: int) -> dict[str, Tensor]:
    return {"image": torch.randn(2 - turn, 3, 32, 32 + 16 * turn)}
