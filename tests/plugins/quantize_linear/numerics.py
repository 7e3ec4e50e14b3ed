"""Where QuantizeLinear is compared with its reference."""

from __future__ import annotations

from typing import Any

OPERATOR = "QuantizeLinear"
CASES = [
    ({}, {"x": "abc", "y_scale": ""}),
    ({"output_dtype": 3}, {"x": "abc", "y_scale": "1", "y_zero_point": "1"}),
    ({"output_dtype": 5}, {"x": "abc", "y_scale": "b", "y_zero_point": "b"}),
    ({"axis": -1, "output_dtype": 4}, {"x": "ab", "y_scale": "b", "y_zero_point": "b"}),
    ({"axis": 0, "output_dtype": 22}, {"x": "ab4", "y_scale": "a"}),
    (
        {"axis": 1, "block_size": 3, "output_dtype": 2},
        {"x": "a8b", "y_scale": "a3b", "y_zero_point": "a3b"},
    ),
    ({"axis": 2, "block_size": 2, "output_dtype": 21}, {"x": "ab8", "y_scale": "ab4"}),
    ({"precision": 1, "output_dtype": 3}, {"x": "ab", "y_scale": "1", "y_zero_point": "1"}),
    ({"precision": 10}, {"x": "ab", "y_scale": "1", "y_zero_point": "1"}),
]


def _x(draw: Any) -> Any:
    """Quarters, of which scales are powers of two: exact in all types, and many are ties."""
    few_bits = draw.attributes.get("output_dtype", 0) > 20
    return draw.integers(-40, 40) / 4.0 if few_bits else draw.integers(-800, 800) / 4.0


VALUES = {
    "x": _x,
    "y_scale": lambda draw: 2.0 ** draw.integers(-1, 3),
    "y_zero_point": lambda draw: draw.integers(0, 100),
}
FINITE_ONLY = True  # there are no other integers
