"""Where TopK is compared with its reference; longer lines: test_top_k.py."""

OPERATOR = "TopK"
CASES = [
    ({"K": 3}, {"X": "a7"}),
    ({"K": 8, "largest": 0}, {"X": "ab8"}),
    ({"K": 1, "axis": 0}, {"X": "4ab"}),
    ({"K": 5, "axis": -2, "largest": 0, "sorted": 0}, {"X": "a9b"}),
    ({"K": 2, "axis": 1}, {"X": "a6"}, ["Values"]),
    ({"K": 2, "axis": 1}, {"X": "a6"}, ["Indices"]),
]


def _with_ties(draw):
    """Few different values, of either sign, so that many are equal."""
    values = draw.integers(-3, 4)
    return values if "int" in draw.dtype else values * 0.5


VALUES = {"X": _with_ties}
