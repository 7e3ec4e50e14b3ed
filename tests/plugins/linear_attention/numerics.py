"""Where LinearAttention is compared with its reference."""

from __future__ import annotations

from typing import Any

import numpy as np

OPERATOR = "LinearAttention"

_ONE = {"q_num_heads": 1, "kv_num_heads": 1}
_GROUPS = {"q_num_heads": 4, "kv_num_heads": 2}
_PACKED = {"query": "ab8", "key": "ab4", "value": "ab6"}
_STATE = {"past_state": "a223"}

CASES = [
    ({**_ONE, "update_rule": "linear"}, {"query": "abc", "key": "abc", "value": "abd"}),
    (
        {**_ONE, "update_rule": "linear", "scale": 0.25},
        {"query": "ab8", "key": "ab8", "value": "abd", "past_state": "a18d"},
    ),
    ({**_GROUPS, "update_rule": "gated"}, {**_PACKED, **_STATE, "decay": "ab4"}),
    ({**_GROUPS, "update_rule": "gated"}, {**_PACKED, "decay": "ab2"}),
    (
        {**_ONE, "update_rule": "delta"},
        {"query": "abc", "key": "abc", "value": "abd", "beta": "ab1"},
    ),
    ({**_GROUPS, "update_rule": "delta"}, {**_PACKED, **_STATE, "beta": "ab2"}),
    (_GROUPS, {**_PACKED, **_STATE, "decay": "ab2", "beta": "ab1"}),
    (
        {**_ONE, "chunk_size": 8},
        {
            "query": "abc",
            "key": "abc",
            "value": "abd",
            "past_state": "a1cd",
            "decay": "abc",
            "beta": "ab1",
        },
    ),
    (_GROUPS, {**_PACKED, **_STATE, "decay": "ab4", "beta": "ab2"}, ("output",)),
]


def _key(draw: Any) -> Any:
    """Short enough that what a state takes up does not grow from step to step."""
    return draw.normal() / np.sqrt(max(1, draw.shape[-1]))


VALUES = {
    "query": lambda draw: draw.normal(),
    "key": _key,
    "value": lambda draw: draw.normal(),
    "past_state": lambda draw: draw.normal(),
    "decay": lambda draw: -draw.uniform(0, 1),
    "beta": lambda draw: draw.uniform(0, 1),
}
# Sums of numbers of either sign; ONNX's own reference computes in float32.
TOLERANCE = {"float32": (1e-5, 1e-5), "float16": (2e-3, 1e-4)}
