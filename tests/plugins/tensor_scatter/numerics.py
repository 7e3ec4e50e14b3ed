"""Where TensorScatter is compared with its reference."""

from typing import Any

import numpy as np

OPERATOR = "TensorScatter"
CASES = [
    ({}, {"past_cache": "bhnd", "update": "bhnd"}),
    ({}, {"past_cache": "bh9d", "update": "bh4d", "write_indices": "b"}),
    ({"mode": "circular"}, {"past_cache": "bh9d", "update": "bh4d", "write_indices": "b"}),
    ({"mode": "circular", "axis": 1}, {"past_cache": "bn8", "update": "bn8", "write_indices": "b"}),
    ({"axis": -1}, {"past_cache": "bh7", "update": "bh2", "write_indices": "b"}),
    ({"axis": 1}, {"past_cache": "b8cd", "update": "b1cd", "write_indices": "b"}),
]
LARGEST = 24  # the reference writes row by row


def _first(draw: Any) -> np.ndarray[Any, Any]:
    """Anywhere in a circular cache; where all of the update finds room in a linear one."""
    axis = draw.attributes.get("axis", -2)
    room, rows = (draw.feeds[name].shape[axis] for name in ("past_cache", "update"))
    if draw.attributes.get("mode") == "circular":
        return draw.integers(-2 * room, 3 * room + 1)
    return draw.integers(0, room - rows + 1)


VALUES = {"write_indices": _first}
