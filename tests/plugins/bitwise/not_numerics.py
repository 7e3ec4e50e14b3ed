"""Where BitwiseNot is compared with its reference."""

OPERATOR = "BitwiseNot"
CASES = [({}, {"X": "a"}), ({}, {"X": "abc"})]
VALUES = {
    "X": lambda draw: draw.booleans() if draw.dtype == "bool" else draw.integers(-(2**31), 2**31)
}
