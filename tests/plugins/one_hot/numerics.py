"""Where OneHot is compared with its reference."""

OPERATOR = "OneHot"
CASES = [
    ({"depth": 5}, {"indices": "a", "values": "2"}),
    ({"depth": 16, "axis": -1}, {"indices": "ab", "values": "2"}),
    ({"depth": 7, "axis": 0}, {"indices": "ab", "values": "2"}),
    ({"depth": 9, "axis": 1}, {"indices": "abc", "values": "2"}),
    ({"depth": 1, "axis": -2}, {"indices": "ab8", "values": "2"}),
]
# An infinite value is multiplied by zero in the reference, which gives NaN.
FINITE_ONLY = True


def ROWS(attributes, row):
    """The reference subtracts values, which NumPy's bool does not."""
    return row[1] != ("bool",)


def _indices(draw):
    """Classes, counted from either end, and what is none."""
    depth = draw.attributes["depth"]
    return draw.integers(-depth - 2, depth + 2)


def _values(draw):
    """The reference computes with them: integers are exact."""
    return draw.integers(-9, 10)


VALUES = {"indices": _indices, "values": _values}
