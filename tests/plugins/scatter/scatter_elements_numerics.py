"""Where ScatterElements is compared with its reference."""

import numpy as np

OPERATOR = "ScatterElements"
_REDUCTIONS = ("add", "mul", "max", "min")
CASES = [
    ({"axis": 0}, {"data": "a", "indices": "a", "updates": "a"}),
    ({"axis": 1}, {"data": "abc", "indices": "abc", "updates": "abc"}),
    ({"axis": -1}, {"data": "abc", "indices": "abc", "updates": "abc"}),
    ({}, {"data": "a57", "indices": "a36", "updates": "a36"}),
    *(
        ({"axis": axis, "reduction": reduction}, {"data": data, "indices": at, "updates": at})
        for reduction in _REDUCTIONS
        for axis, data, at in [(0, "ab", "db"), (1, "a7c", "adc"), (-1, "a49", "a37")]
    ),
]
LARGEST = 16  # the reference loops in Python
# Sums of either sign, in another order than the reference's.
TOLERANCE = {"float32": (1e-5, 1e-5), "float16": (2e-3, 1e-5)}


def _indices(draw):
    """Of either sign; without a reduction no two of a line along the axis are the same."""
    axis = draw.attributes.get("axis", 0) % len(draw.shape)
    extent = draw.feeds["data"].shape[axis]
    if draw.attributes.get("reduction", "none") == "none":
        lines = [extent if d == axis else size for d, size in enumerate(draw.shape)]
        order = np.argsort(draw.rng.random(lines), axis=axis)
        found = order.take(range(draw.shape[axis]), axis=axis)
    else:
        found = draw.integers(0, extent)
    return found - extent * draw.booleans()


def _updates(draw):
    """Products of many stay in int32, beyond which the reference warns."""
    if draw.dtype == "int32":
        return draw.integers(-2, 3)
    return draw.normal() if draw.dtype.startswith("float") else draw.default()


VALUES = {"indices": _indices, "updates": _updates}
