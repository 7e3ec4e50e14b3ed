"""RotaryEmbedding of the queries of language models."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _rotate(torch: Any, x: Any, cos: Any, sin: Any) -> Any:
    a, b = x.chunk(2, -1)
    cos, sin = cos[:, None], sin[:, None]
    return torch.cat((a * cos - b * sin, a * sin + b * cos), -1)


def _case(heads: int, size: int, **attributes: int) -> Case:
    caches = dict.fromkeys(("cos_cache", "sin_cache"), (8, 2048, size // 2))
    return Case(
        "RotaryEmbedding",
        {"X": (8, heads, 2048, size), **caches},
        attributes,
        [] if attributes else [TorchPeer("PyTorch eager", _rotate)],
    )


CASES = [
    _case(32, 128),
    _case(64, 64),
    _case(32, 128, interleaved=1),
    Case(
        "RotaryEmbedding",
        {
            "X": (8, 2048, 4096),
            "cos_cache": (4096, 64),
            "sin_cache": (4096, 64),
            "position_ids": (8, 2048),
        },
        {"num_heads": 32},
    ),
]
