"""Where BitCast is compared with its reference."""

OPERATOR = "BitCast"
CASES = [({"to": to}, {"input": dims}) for to in (1, 6) for dims in ("a", "abc")]

# The bits of finite numbers, since no two NaN need be the same.
VALUES = {
    "input": lambda draw: draw.integers(0, 2**30) if draw.dtype == "int32" else draw.normal(1e3)
}
FINITE_ONLY = True
AS_GIVEN = True
