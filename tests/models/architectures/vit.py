"""A vision transformer: patches by a convolution, a class token, pre-norm encoder layers."""

from __future__ import annotations

import torch
from torch import Tensor, nn

WIDTH = 32
OPSET = 20
DYNAMIC = {"image": {0: "batch"}}


class ViT(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, WIDTH, 8, stride=8)
        self.token = nn.Parameter(torch.randn(1, 1, WIDTH))
        self.positions = nn.Parameter(torch.randn(1, 17, WIDTH))
        layer = nn.TransformerEncoderLayer(
            WIDTH, 4, 2 * WIDTH, activation="gelu", batch_first=True, norm_first=True
        )
        self.encoder = nn.TransformerEncoder(
            layer, 2, nn.LayerNorm(WIDTH), enable_nested_tensor=False
        )
        self.head = nn.Linear(WIDTH, 10)

    def forward(self, image: Tensor) -> Tensor:
        x = self.patches(image).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1) + self.positions
        return self.head(self.encoder(x)[:, 0])


def model() -> nn.Module:
    return ViT()


def feeds(turn: int) -> dict[str, Tensor]:
    return {"image": torch.randn(2 + turn, 3, 32, 32)}
