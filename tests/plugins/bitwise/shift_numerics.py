"""Where BitShift is compared with its reference."""

OPERATOR = "BitShift"
CASES = [
    ({"direction": direction}, dims)
    for direction in ("LEFT", "RIGHT")
    for dims in ({"X": "ab", "Y": "ab"}, {"X": "abc", "Y": "1"}, {"X": "a1", "Y": "b"})
]
VALUES = {
    "X": lambda draw: draw.integers(-(2**31), 2**31),
    "Y": lambda draw: draw.integers(0, 32),
}
