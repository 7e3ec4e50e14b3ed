"""Where AffineGrid is compared with its reference."""

OPERATOR = "AffineGrid"
CASES = [({"size": [4, 3, 5, 8], "align_corners": align}, {"theta": "423"}) for align in (0, 1)] + [
    ({"size": [2, 3, 4, 5, 6], "align_corners": align}, {"theta": "234"}) for align in (0, 1)
]
VALUES = {"theta": lambda draw: draw.normal()}
# Sums of either sign.
TOLERANCE = {"float32": (1e-5, 2e-6), "float16": (2e-3, 2e-6)}
