"""Swin: attention in windows, shifted in every second block, with a relative position bias."""

from __future__ import annotations

import torch
from torch import Tensor, nn

WIDTH, HEADS, WINDOW, SIDE = 32, 4, 4, 8
OPSET = 20
DYNAMIC = {"image": {0: "batch"}}


class WindowAttention(nn.Module):
    def __init__(self, shift: int) -> None:
        super().__init__()
        self.shift = shift
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.table = nn.Parameter(torch.randn((2 * WINDOW - 1) ** 2, HEADS))
        at = torch.stack(torch.meshgrid(torch.arange(WINDOW), torch.arange(WINDOW), indexing="ij"))
        apart = at.flatten(1)[:, :, None] - at.flatten(1)[:, None, :] + WINDOW - 1
        self.register_buffer("index", apart[0] * (2 * WINDOW - 1) + apart[1])
        self.register_buffer("mask", shift_mask(shift))

    def forward(self, x: Tensor) -> Tensor:
        if self.shift:
            x = torch.roll(x, (-self.shift, -self.shift), (1, 2))
        y = windows(x)
        q, k, v = self.qkv(y).unflatten(-1, (3, HEADS, -1)).permute(2, 0, 3, 1, 4)
        scores = q * (WIDTH // HEADS) ** -0.5 @ k.transpose(-1, -2)
        scores = scores + self.table[self.index].permute(2, 0, 1)
        scores = scores.unflatten(0, (-1, self.mask.shape[0])) + self.mask[:, None]
        y = scores.softmax(-1).flatten(0, 1) @ v
        x = merged(self.out(y.transpose(1, 2).flatten(2)))
        return torch.roll(x, (self.shift, self.shift), (1, 2)) if self.shift else x


class Block(nn.Module):
    def __init__(self, shift: int) -> None:
        super().__init__()
        self.before, self.after = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.attention = WindowAttention(shift)
        self.mlp = nn.Sequential(
            nn.Linear(WIDTH, 2 * WIDTH), nn.GELU(), nn.Linear(2 * WIDTH, WIDTH)
        )

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attention(self.before(x))
        return x + self.mlp(self.after(x))


class PatchMerging(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(4 * WIDTH)
        self.reduction = nn.Linear(4 * WIDTH, 2 * WIDTH, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        corners = [x[:, i::2, j::2] for j in range(2) for i in range(2)]
        return self.reduction(self.norm(torch.cat(corners, -1)))


class Swin(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, WIDTH, 4, stride=4)
        self.blocks = nn.Sequential(Block(0), Block(WINDOW // 2), PatchMerging())
        self.head = nn.Linear(2 * WIDTH, 10)

    def forward(self, image: Tensor) -> Tensor:
        x = self.blocks(self.patches(image).permute(0, 2, 3, 1))
        return self.head(x.mean((1, 2)))


def windows(x: Tensor) -> Tensor:
    """(N, H, W, C) as (N * windows, positions, C)."""
    n, h, w, c = x.shape
    x = x.reshape(n, h // WINDOW, WINDOW, w // WINDOW, WINDOW, c)
    return x.transpose(2, 3).reshape(-1, WINDOW * WINDOW, c)


def merged(x: Tensor) -> Tensor:
    """The inverse."""
    across = SIDE // WINDOW
    x = x.reshape(-1, across, across, WINDOW, WINDOW, WIDTH)
    return x.transpose(2, 3).reshape(-1, SIDE, SIDE, WIDTH)


def shift_mask(shift: int) -> Tensor:
    """What keeps apart positions that only the shift has brought into one window."""
    region = torch.zeros(SIDE)
    if shift:
        region[-WINDOW:-shift], region[-shift:] = 1, 2
    of = windows((3 * region[:, None] + region)[None, :, :, None]).squeeze(-1)
    return torch.where(of[:, None, :] == of[:, :, None], 0.0, -100.0)


def model() -> nn.Module:
    return Swin()


def feeds(turn: int) -> dict[str, Tensor]:
    return {"image": torch.randn(1 + turn, 3, 4 * SIDE, 4 * SIDE)}
