"""Where Attention is compared with its reference. The letter of keys is c."""

from __future__ import annotations

from typing import Any

import numpy as np

OPERATOR = "Attention"

_PRESENT = ("Y", "present_key", "present_value")
_ALL = (*_PRESENT, "qk_matmul_output")
_SCORES = ("Y", "qk_matmul_output")
_PLAIN = {"Q": "a2b8", "K": "a2c8", "V": "a2c8"}
_GROUPS = {"Q": "a6b8", "K": "a2c8", "V": "a2c8"}
_FLAT = {"Q": "ab8", "K": "ac4", "V": "ac6"}
_HEADS = {"q_num_heads": 4, "kv_num_heads": 2}
_PAST = {"past_key": "a2d8", "past_value": "a2d5"}

CASES = [
    ({}, {"Q": "a2bd", "K": "a2cd", "V": "a2ce"}, ("Y",)),
    ({"is_causal": 1}, _GROUPS, ("Y",)),
    ({"scale": 0.5}, {**_GROUPS, "attn_mask": "a6bc"}, ("Y",)),
    (_HEADS, _FLAT, ("Y",)),
    ({"q_num_heads": 1, "kv_num_heads": 1}, {"Q": "abd", "K": "acd", "V": "ace"}, ("Y",)),
    (
        {"is_causal": 1},
        {"Q": "a4b8", "K": "a2c8", "V": "a2c5", **_PAST},
        _PRESENT,
    ),
    (
        {**_HEADS, "is_causal": 1, "qk_matmul_output_mode": 2, "left_window_size": 4},
        {**_FLAT, "attn_mask": "bc", "past_key": "a272", "past_value": "a273"},
        _ALL,
    ),
    ({}, {**_PLAIN, "attn_mask": "2bc"}, ("Y",)),
    ({"softcap": 2.0}, {**_PLAIN, "attn_mask": "a11c"}, ("Y",)),
    ({"right_window_size": 2}, {**_PLAIN, "attn_mask": "c"}, ("Y",)),
    ({}, {"Q": "a2b8", "K": "a298", "V": "a298", "attn_mask": "b5"}, ("Y",)),
    (
        {"is_causal": 1, "left_window_size": 3},
        {**_GROUPS, "nonpad_kv_seqlen": "a"},
        ("Y",),
    ),
    (
        {"left_window_size": 2, "right_window_size": 1, "softmax_precision": 1},
        {**_GROUPS, "attn_mask": "a1bc", "nonpad_kv_seqlen": "a"},
        ("Y",),
    ),
    ({"softcap": 1.5, "qk_matmul_output_mode": 0}, {**_PLAIN, "attn_mask": "1bc"}, _SCORES),
    ({"softcap": 1.5, "qk_matmul_output_mode": 1}, _PLAIN, _SCORES),
    ({"qk_matmul_output_mode": 3, "is_causal": 1}, {**_GROUPS, "attn_mask": "bc"}, _SCORES),
    ({"qk_matmul_output_mode": 2}, {**_PLAIN, "nonpad_kv_seqlen": "a"}, _SCORES),
    ({"qk_matmul_output_mode": 3}, _PLAIN, ("qk_matmul_output",)),
]


def ROWS(attributes: Any, row: Any) -> bool:
    """Mixed types in one case alone: they differ in nothing but how elements are read."""
    q, _, v, mask = row[0][:4]
    same = q == v and mask in ("bool", q)
    return same or attributes == {"scale": 0.5}


def _mask(draw: Any) -> Any:
    if draw.dtype == "bool":
        return draw.booleans()
    return np.where(draw.rng.random(draw.shape) < 0.2, -np.inf, draw.normal(2))


VALUES = {
    "Q": lambda draw: draw.normal(1.5),
    "K": lambda draw: draw.normal(),
    "V": lambda draw: draw.normal(),
    "attn_mask": _mask,
    "nonpad_kv_seqlen": lambda draw: draw.integers(0, draw.size("c") + 1),
}
# Sums of values of either sign: errors are in proportion to the values, not to their sum. Weights
# are rounded to float16 where tensor cores multiply by them.
TOLERANCE = {"float32": (1e-5, 5e-6), "float16": (2e-3, 2e-3)}
# A key that is left out does not matter; adding -inf to its score makes NaN of an infinite one.
FINITE_ONLY = True
