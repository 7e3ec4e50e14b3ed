"""A Conformer block: half-step feed forward, attention, gated depthwise convolution."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH = 24
OPSET = 23
DYNAMIC = {"frames": {0: "batch", 1: "length"}, "lengths": {0: "batch"}}


class FeedForward(nn.Sequential):
    def __init__(self) -> None:
        super().__init__(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 48), nn.SiLU(), nn.Linear(48, WIDTH))


class Convolution(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.into, self.out = nn.Conv1d(WIDTH, 2 * WIDTH, 1), nn.Conv1d(WIDTH, WIDTH, 1)
        self.depthwise = nn.Conv1d(WIDTH, WIDTH, 7, padding=3, groups=WIDTH)
        self.batch_norm = nn.BatchNorm1d(WIDTH)

    def forward(self, x: Tensor) -> Tensor:
        y = F.glu(self.into(self.norm(x).transpose(1, 2)), 1)
        y = self.out(F.silu(self.batch_norm(self.depthwise(y))))
        return y.transpose(1, 2)


class Attention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        q, k, v = (
            y.unflatten(-1, (4, -1)).transpose(1, 2) for y in self.qkv(self.norm(x)).chunk(3, -1)
        )
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.out(y.transpose(1, 2).flatten(2))


class Conformer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = FeedForward(), FeedForward()
        self.attention, self.convolution = Attention(), Convolution()
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, frames: Tensor, lengths: Tensor) -> Tensor:
        at = torch.arange(frames.shape[1], device=frames.device)
        valid = at[None, :] < lengths[:, None]
        x = frames + 0.5 * self.first(frames)
        x = x + self.attention(x, valid[:, None, None, :])
        x = x + self.convolution(x.masked_fill(~valid[..., None], 0.0))
        return self.norm(x + 0.5 * self.second(x))


def model() -> nn.Module:
    return Conformer()


def feeds(turn: int) -> dict[str, Tensor]:
    length = 12 + 4 * turn
    lengths = torch.arange(length, length - 2 - turn, -1)
    return {"frames": torch.randn(2 + turn, length, WIDTH), "lengths": lengths}
