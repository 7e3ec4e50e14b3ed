"""Where ArrayFeatureExtractor is compared with its reference."""

OPERATOR = "ArrayFeatureExtractor"
CASES = [
    ({}, {"X": "a", "Y": "b"}),
    ({}, {"X": "ab", "Y": "b"}),
    ({}, {"X": "ab", "Y": "c"}),
    ({}, {"X": "abc", "Y": "1c"}),
    ({}, {"X": "a64", "Y": "24"}),
    ({}, {"X": "abcd", "Y": "ef"}),
    ({}, {"X": "a3", "Y": ""}),
]


def _indices(draw):
    """Columns, counted from either end, and what is none."""
    columns = draw.feeds["X"].shape[-1]
    return draw.integers(-columns - 2, columns + 2)


VALUES = {"Y": _indices}
