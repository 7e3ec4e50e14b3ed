"""Where QLinearMatMul is compared with its reference."""

from __future__ import annotations

from typing import Any

import numpy as np

OPERATOR = "QLinearMatMul"


def _dims(
    a: str, b: str, per_row: str = "1", per_column: str = "1", y: str = "1"
) -> dict[str, str]:
    return {
        "a": a,
        "a_scale": per_row,
        "a_zero_point": per_row,
        "b": b,
        "b_scale": per_column,
        "b_zero_point": per_column,
        "y_scale": y,
        "y_zero_point": y,
    }


CASES = [
    ({}, _dims("ab", "bc")),
    ({"output_dtype": 3}, _dims("ab", "bc", "", "", "")),
    ({"output_dtype": 3}, _dims("ab", "bc", "a", "c", "a1")),
    ({"output_dtype": 2}, _dims("dab", "bc", "a1", "1c", "1c")),
    ({"output_dtype": 3}, _dims("2dab", "dbc", "2da1", "d1c", "2da1")),
]


def _scale(draw: Any) -> Any:
    """Few bits, so that all products are exact in every type and there are ties to round."""
    return draw.integers(1, 8) / 64.0


def _y_scale(draw: Any) -> Any:
    """A power of two that spreads results over the range, and some beyond."""
    inner = draw.feeds["b"].shape[-2]
    return np.full(draw.shape, 2.0 ** np.round(np.log2(1e4 * np.sqrt(max(1, inner)) / 64**2 / 8)))


VALUES = {
    "a": lambda draw: draw.integers(0, 256),
    "b": lambda draw: draw.integers(-128, 128),
    "a_zero_point": lambda draw: draw.integers(0, 256),
    "b_zero_point": lambda draw: draw.integers(-10, 10),
    "y_zero_point": lambda draw: draw.integers(-20, 100),
    "a_scale": _scale,
    "b_scale": _scale,
    "y_scale": _y_scale,
}
FINITE_ONLY = True  # there are no other integers
