"""Attention over long sequences, and of one query over long caches."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _attention(torch: Any, q: Any, k: Any, v: Any) -> Any:
    return torch.nn.functional.scaled_dot_product_attention(q, k, v.to(q.dtype), enable_gqa=True)


def _causal(torch: Any, q: Any, k: Any, v: Any) -> Any:
    return torch.nn.functional.scaled_dot_product_attention(
        q, k, v.to(q.dtype), is_causal=True, enable_gqa=True
    )


def _case(
    batch: int, heads: tuple[int, int], rows: tuple[int, int], size: int, causal: int
) -> Case:
    return Case(
        "Attention",
        {
            "Q": (batch, heads[0], rows[0], size),
            "K": (batch, heads[1], rows[1], size),
            "V": (batch, heads[1], rows[1], size),
        },
        {"is_causal": causal},
        [TorchPeer("PyTorch eager", _causal if causal else _attention)],
        ["Y"],
    )


CASES = [
    _case(8, (16, 16), (4096, 4096), 64, 0),
    _case(8, (16, 16), (4096, 4096), 128, 0),
    _case(8, (16, 16), (4096, 4096), 128, 1),
    _case(64, (32, 32), (1, 2048), 128, 0),
    _case(64, (32, 8), (1, 8192), 128, 0),
    _case(64, (32, 4), (1, 8192), 64, 0),
]
