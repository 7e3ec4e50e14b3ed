"""Where Gelu is compared with its reference."""

OPERATOR = "Gelu"
CASES = [
    ({"approximate": form}, {"X": dims})
    for form in ("none", "tanh")
    for dims in ("a", "abc", "abcde")
]
