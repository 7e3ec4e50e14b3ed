"""Whisper's encoder: two convolutions over a log-mel spectrogram, then transformer layers."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, MELS, FRAMES = 32, 16, 24
OPSET = 18
DYNAMIC = {"mel": {0: "batch"}}


class Encoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv1d(MELS, WIDTH, 3, padding=1)
        self.second = nn.Conv1d(WIDTH, WIDTH, 3, stride=2, padding=1)
        at = torch.arange(FRAMES // 2)[:, None] * 10000.0 ** (-torch.arange(WIDTH // 2) / 16)
        self.register_buffer("positions", torch.cat([at.sin(), at.cos()], 1))
        self.attention = nn.MultiheadAttention(WIDTH, 4, batch_first=True)
        self.norms = nn.ModuleList([nn.LayerNorm(WIDTH) for _ in range(3)])
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, mel: Tensor) -> Tensor:
        x = F.gelu(self.second(F.gelu(self.first(mel)))).transpose(1, 2) + self.positions
        y = self.norms[0](x)
        x = x + self.attention(y, y, y, need_weights=False)[0]
        x = x + self.down(F.gelu(self.up(self.norms[1](x)), approximate="tanh"))
        return self.norms[2](x)


def model() -> nn.Module:
    return Encoder()


def feeds(turn: int) -> dict[str, Tensor]:
    return {"mel": torch.randn(2 + turn, MELS, FRAMES)}
