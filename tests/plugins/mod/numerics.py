"""Where Mod is compared with its reference."""

OPERATOR = "Mod"
CASES = [
    ({"fmod": fmod}, dims)
    for fmod in (0, 1)
    for dims in ({"A": "ab", "B": "ab"}, {"A": "abc", "B": "c"}, {"A": "b1", "B": "a1c"})
]


def _divisor(draw):
    """Not 0, at which integers of the reference warn; of any magnitude where it is a float."""
    if draw.dtype == "int32":
        values = draw.integers(1, 2 ** int(draw.rng.integers(1, 32)))
        return values * draw.rng.choice([-1, 1], draw.shape)
    return draw.normal(10 ** draw.rng.uniform(-3, 1))


VALUES = {
    "A": lambda draw: draw.integers(-(2**31), 2**31) if draw.dtype == "int32" else draw.default(),
    "B": _divisor,
}
