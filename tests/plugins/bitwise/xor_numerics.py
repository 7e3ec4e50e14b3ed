"""Where BitwiseXor is compared with its reference."""

OPERATOR = "BitwiseXor"
CASES = [
    ({}, {"A": "a", "B": "a"}),
    ({}, {"A": "abc", "B": "c"}),
    ({}, {"A": "b1", "B": "a1c"}),
    ({}, {"A": "", "B": "ab"}),
]
VALUES = {
    name: lambda draw: draw.booleans() if draw.dtype == "bool" else draw.integers(-(2**31), 2**31)
    for name in ("A", "B")
}
