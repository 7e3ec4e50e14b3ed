"""Where LReLU_TRT is compared with its reference."""

OPERATOR = "LReLU_TRT"
CASES = [({"negSlope": slope}, {"X": dims}) for slope in (0.01, 0.0, -1.5) for dims in ("a", "abc")]
