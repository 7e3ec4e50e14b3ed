"""Where QLinearConv is compared with its reference."""

from __future__ import annotations

from typing import Any

import numpy as np

OPERATOR = "QLinearConv"


def _dims(x: str, w: str, per_channel: str = "1", bias: str = "") -> dict[str, str]:
    dims = {
        "x": x,
        "x_scale": "",
        "x_zero_point": "1",
        "w": w,
        "w_scale": per_channel,
        "w_zero_point": per_channel,
        "y_scale": "1",
        "y_zero_point": "",
    }
    return {**dims, "B": bias} if bias else dims


CASES = [
    ({"pads": [1, 1, 1, 1]}, _dims("acde", "bc33")),
    ({"pads": [1, 1, 1, 1], "output_dtype": 3}, _dims("acde", "bc33", "b", "b")),
    ({"auto_pad": "SAME_UPPER", "strides": [2], "output_dtype": 3}, _dims("acd", "bc4", "", "b")),
    ({"group": 3, "pads": [0, 1, 0, 1]}, _dims("a3de", "6113", "6", "6")),
    ({"pads": [1] * 6, "output_dtype": 3}, _dims("ac3d4", "bc323", "b")),
]


def _scale(draw: Any) -> Any:
    """Few bits, so that all products are exact and there are ties to round."""
    return draw.integers(1, 8) / 64.0


def _y_scale(draw: Any) -> Any:
    """A power of two that spreads results over the range, and some beyond."""
    inner = np.prod(draw.feeds["w"].shape[1:])
    return np.full(draw.shape, 2.0 ** np.round(np.log2(1e4 * np.sqrt(max(1, inner)) / 64**2 / 8)))


VALUES = {
    "x": lambda draw: draw.integers(0, 256),
    "w": lambda draw: draw.integers(-128, 128),
    "x_zero_point": lambda draw: draw.integers(0, 256),
    "w_zero_point": lambda draw: draw.integers(-10, 10),
    "y_zero_point": lambda draw: draw.integers(-20, 100),
    "B": lambda draw: draw.integers(-5000, 5000),
    "x_scale": _scale,
    "w_scale": _scale,
    "y_scale": _y_scale,
}
LARGEST = 20
