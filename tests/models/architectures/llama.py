"""A decoder as Llama's: RMS normalisation, rotary embedding, grouped queries, a cache of keys."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, HEADS, GROUPS, HEAD, VOCABULARY = 32, 4, 2, 8, 64
OPSET = 23
DYNAMIC = {
    "tokens": {1: "new"},
    "positions": {1: "new"},
    "keys": {3: "past"},
    "values": {3: "past"},
}


class Attention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.q = nn.Linear(WIDTH, HEADS * HEAD, bias=False)
        self.k = nn.Linear(WIDTH, GROUPS * HEAD, bias=False)
        self.v = nn.Linear(WIDTH, GROUPS * HEAD, bias=False)
        self.o = nn.Linear(HEADS * HEAD, WIDTH, bias=False)

    def forward(
        self, x: Tensor, rotation: tuple[Tensor, Tensor], past: tuple[Tensor, Tensor], mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        def heads(y: Tensor) -> Tensor:
            return y.unflatten(-1, (-1, HEAD)).transpose(1, 2)

        q, k, v = heads(self.q(x)), heads(self.k(x)), heads(self.v(x))
        q, k = rotate(q, *rotation), rotate(k, *rotation)
        k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, enable_gqa=True)
        return self.o(y.transpose(1, 2).flatten(2)), k, v


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.before, self.after = nn.RMSNorm(WIDTH, eps=1e-5), nn.RMSNorm(WIDTH, eps=1e-5)
        self.attention = Attention()
        self.gate, self.up = (nn.Linear(WIDTH, 3 * WIDTH, bias=False) for _ in range(2))
        self.down = nn.Linear(3 * WIDTH, WIDTH, bias=False)

    def forward(
        self, x: Tensor, rotation: tuple[Tensor, Tensor], past: tuple[Tensor, Tensor], mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        y, k, v = self.attention(self.before(x), rotation, past, mask)
        x = x + y
        y = self.after(x)
        return x + self.down(F.silu(self.gate(y)) * self.up(y)), k, v


class Llama(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, WIDTH)
        self.layers = nn.ModuleList([Layer(), Layer()])
        self.norm = nn.RMSNorm(WIDTH, eps=1e-5)
        self.head = nn.Linear(WIDTH, VOCABULARY, bias=False)
        frequencies = 10000.0 ** (-torch.arange(0, HEAD, 2) / HEAD)
        self.register_buffer("frequencies", frequencies)

    def forward(
        self, tokens: Tensor, positions: Tensor, keys: Tensor, values: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        angles = positions[..., None].float() * self.frequencies
        rotation = angles.cos()[:, None], angles.sin()[:, None]
        past = torch.arange(keys.shape[3] + tokens.shape[1], device=tokens.device)
        mask = past[None, None, None, :] <= positions[:, None, :, None]
        x = self.embedding(tokens)
        cache = []
        for i, layer in enumerate(self.layers):
            x, k, v = layer(x, rotation, (keys[i], values[i]), mask)
            cache.append((k, v))
        stacked = (torch.stack(each) for each in zip(*cache))
        return self.head(self.norm(x)), *stacked


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


def model() -> nn.Module:
    return Llama()


def feeds(turn: int) -> dict[str, Tensor]:
    """First a prompt after 3 cached tokens, then one token after 9."""
    new, past = ((5, 3), (1, 9))[turn]
    return {
        "tokens": torch.randint(0, VOCABULARY, (2, new)),
        "positions": torch.arange(past, past + new).expand(2, new).contiguous(),
        "keys": torch.randn(2, 2, GROUPS, past, HEAD),
        "values": torch.randn(2, 2, GROUPS, past, HEAD),
    }
