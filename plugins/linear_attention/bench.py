"""LinearAttention of a prompt and of one step."""

from __future__ import annotations

from trtplugins.bench import Case


def _case(batch: int, steps: int, heads: int) -> Case:
    size = 128
    return Case(
        "LinearAttention",
        {
            "query": (batch, steps, heads * size),
            "key": (batch, steps, heads * size),
            "value": (batch, steps, heads * size),
            "past_state": (batch, heads, size, size),
            "decay": (batch, steps, heads),
            "beta": (batch, steps, heads),
        },
        {"q_num_heads": heads, "kv_num_heads": heads},
    )


CASES = [_case(8, 4096, 16), _case(256, 1, 32)]
