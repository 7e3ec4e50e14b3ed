"""Where ScatterND is compared with its reference."""

import numpy as np

OPERATOR = "ScatterND"
CASES = [
    ({}, {"data": "ab", "indices": "a1", "updates": "ab"}),
    ({}, {"data": "a8", "indices": "a1", "updates": "a8"}),
    ({}, {"data": "abc", "indices": "ab2", "updates": "abc"}),
    ({}, {"data": "ab", "indices": "ba2", "updates": "ba"}),
    *(
        ({"reduction": reduction}, {"data": data, "indices": indices, "updates": updates})
        for reduction in ("add", "mul", "max", "min")
        for data, indices, updates in [
            ("ab", "d1", "db"),
            ("abc", "de2", "dec"),
            ("ab", "d2", "d"),
        ]
    ),
]
LARGEST = 16  # the reference loops in Python
# Sums of either sign, in another order than the reference's.
TOLERANCE = {"float32": (1e-5, 1e-5), "float16": (2e-3, 1e-5)}


def _indices(draw):
    """Of either sign; without a reduction all tuples are different."""
    *tuples, depth = draw.shape
    extents = draw.feeds["data"].shape[:depth]
    places = int(np.prod(extents))
    if draw.attributes.get("reduction", "none") == "none":
        found = draw.rng.permutation(places).reshape(tuples)
    else:
        found = draw.rng.integers(0, max(places, 1), tuples)
    if not places:
        return np.zeros(draw.shape)
    split = np.stack(np.unravel_index(found, extents), axis=-1)
    return split - np.asarray(extents) * draw.booleans()


def _updates(draw):
    """Products of many stay in int32, beyond which the reference warns."""
    if draw.dtype == "int32":
        return draw.integers(-2, 3)
    return draw.normal() if draw.dtype.startswith("float") else draw.default()


VALUES = {"indices": _indices, "updates": _updates}
