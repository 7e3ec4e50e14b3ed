"""Where Hardmax is compared with its reference."""

OPERATOR = "Hardmax"
CASES = [
    ({}, {"input": "a"}),
    ({}, {"input": "ab"}),
    ({"axis": 1}, {"input": "abc"}),
    ({"axis": 0}, {"input": "abc"}),
    ({"axis": -2}, {"input": "abc8"}),
    ({"axis": 3}, {"input": "abcd"}),
]


def _with_ties(draw):
    """Few different values, of either sign, so that many are equal."""
    return draw.integers(-3, 4) * 0.5


VALUES = {"input": _with_ties}
