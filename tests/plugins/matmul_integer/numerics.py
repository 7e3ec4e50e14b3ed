"""Where MatMulInteger is compared with its reference."""

OPERATOR = "MatMulInteger"
CASES = [
    ({}, {"A": "ab", "B": "bc"}),
    ({}, {"A": "ab", "B": "bc", "a_zero_point": "1", "b_zero_point": ""}),
    ({}, {"A": "ab", "B": "bc", "a_zero_point": "a", "b_zero_point": "c"}),
    ({}, {"A": "dab", "B": "bc", "a_zero_point": "da1"}),
    ({}, {"A": "2dab", "B": "dbc", "a_zero_point": "2da1", "b_zero_point": "d1c"}),
    ({}, {"A": "dab", "B": "1bc", "b_zero_point": "c"}),
    ({}, {"A": "b", "B": "bc", "b_zero_point": "c"}),
    ({}, {"A": "ab", "B": "b"}),
    ({}, {"A": "ab", "B": "bc", "b_zero_point": "c"}),
]
# The extremes of both 8-bit types, at which sums of floats would not be exact any more.
VALUES = {
    "A": lambda draw: draw.integers(0, 256),
    "B": lambda draw: draw.integers(-128, 128),
    "a_zero_point": lambda draw: draw.integers(0, 256),
    "b_zero_point": lambda draw: draw.integers(-128, 128),
}
