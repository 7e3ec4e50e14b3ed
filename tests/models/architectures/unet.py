"""A block of Stable Diffusion's UNet: group normalisation, time, text by cross attention."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, HEADS, TEXT = 16, 2, 24
OPSET = 20
DYNAMIC = {
    "latent": {0: "batch", 2: "height", 3: "width"},
    "time": {0: "batch"},
    "text": {0: "batch"},
}


class Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.first, self.second = nn.GroupNorm(4, width), nn.GroupNorm(4, WIDTH)
        self.into, self.out = (nn.Conv2d(w, WIDTH, 3, padding=1) for w in (width, WIDTH))
        self.time = nn.Linear(WIDTH, WIDTH)
        self.skip = nn.Identity() if width == WIDTH else nn.Conv2d(width, WIDTH, 1)

    def forward(self, x: Tensor, time: Tensor) -> Tensor:
        y = self.into(F.silu(self.first(x))) + self.time(F.silu(time))[:, :, None, None]
        return self.skip(x) + self.out(F.silu(self.second(y)))


class Attention(nn.Module):
    def __init__(self, context: int) -> None:
        super().__init__()
        self.q = nn.Linear(WIDTH, WIDTH, bias=False)
        self.k, self.v = (nn.Linear(context, WIDTH, bias=False) for _ in range(2))
        self.out = nn.Linear(WIDTH, WIDTH)

    def forward(self, x: Tensor, context: Tensor) -> Tensor:
        q, k, v = (
            y.unflatten(-1, (HEADS, -1)).transpose(1, 2)
            for y in (self.q(x), self.k(context), self.v(context))
        )
        return self.out(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class Transformer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(4, WIDTH, eps=1e-6)
        self.norms = nn.ModuleList([nn.LayerNorm(WIDTH) for _ in range(3)])
        self.own, self.cross = Attention(WIDTH), Attention(TEXT)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)

    def forward(self, x: Tensor, text: Tensor) -> Tensor:
        y = self.norm(x).flatten(2).transpose(1, 2)
        z = self.norms[0](y)
        y = y + self.own(z, z)
        y = y + self.cross(self.norms[1](y), text)
        value, gate = self.up(self.norms[2](y)).chunk(2, -1)
        y = y + self.down(value * F.gelu(gate))
        return x + y.transpose(1, 2).unflatten(2, x.shape[2:])


class UNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.time = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.SiLU(), nn.Linear(WIDTH, WIDTH))
        self.into, self.out = nn.Conv2d(4, WIDTH, 3, padding=1), nn.Conv2d(WIDTH, 4, 3, padding=1)
        self.down, self.up = Residual(WIDTH), Residual(2 * WIDTH)
        self.shrink = nn.Conv2d(WIDTH, WIDTH, 3, stride=2, padding=1)
        self.transformer = Transformer()
        self.register_buffer("frequencies", 10000.0 ** (-torch.arange(8) / 8))

    def forward(self, latent: Tensor, time: Tensor, text: Tensor) -> Tensor:
        angles = time[:, None].float() * self.frequencies
        embedding = self.time(torch.cat([angles.cos(), angles.sin()], -1))
        x = self.down(self.into(latent), embedding)
        y = self.transformer(self.shrink(x), text)
        y = F.interpolate(y, scale_factor=2.0, mode="nearest")
        return self.out(self.up(torch.cat([x, y], 1), embedding))


def model() -> nn.Module:
    return UNet()


def feeds(turn: int) -> dict[str, Tensor]:
    return {
        "latent": torch.randn(2 + turn, 4, 8, 8 + 4 * turn),
        "time": torch.randint(0, 1000, (2 + turn,)),
        "text": torch.randn(2 + turn, 7, TEXT),
    }
