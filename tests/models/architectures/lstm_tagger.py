"""A tagger: embeddings, a bidirectional LSTM, a class for every word."""

from __future__ import annotations

import torch
from torch import Tensor, nn

OPSET = 18
DYNAMIC = {"words": {0: "batch", 1: "length"}}


class Tagger(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(50, 16)
        self.lstm = nn.LSTM(16, 12, num_layers=2, batch_first=True, bidirectional=True)
        self.tags = nn.Linear(24, 7)

    def forward(self, words: Tensor) -> tuple[Tensor, Tensor]:
        scores = self.tags(self.lstm(self.embedding(words))[0]).log_softmax(-1)
        return scores, scores.argmax(-1)


def model() -> nn.Module:
    return Tagger()


def feeds(turn: int) -> dict[str, Tensor]:
    return {"words": torch.randint(0, 50, (2 + turn, 5 + turn))}
