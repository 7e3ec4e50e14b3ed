"""Where Det is compared with its reference."""

OPERATOR = "Det"
CASES = [({}, {"X": dims}) for dims in ("aa", "abb", "a33", "ab44")]
# A determinant is a sum of products that cancel each other: the error of rounding X to its type is
# none, as both are given the same, but the result of float16 leaves its range.
VALUES = {"X": lambda draw: draw.normal(0.5)}
LARGEST = 40
# What LAPACK makes of infinities is its own; a test of Det's follows NaN.
FINITE_ONLY = True
