"""Where CumProd is compared with its reference."""

OPERATOR = "CumProd"
CASES = [
    ({"axis": 0}, {"x": "a"}),
    ({"axis": 0, "reverse": 1, "exclusive": 1}, {"x": "a"}),
    ({"axis": -1, "exclusive": 1}, {"x": "ab"}),
    ({"axis": 1, "reverse": 1}, {"x": "ab"}),
    ({"axis": 1}, {"x": "abc"}),
    ({"axis": -2, "exclusive": 1, "reverse": 1}, {"x": "abc"}),
    ({"axis": 0}, {"x": "ab4"}),
]


def _near_one(draw):
    """Magnitudes about 1, of either sign: longer products neither vanish nor overflow at once."""
    if "int" in draw.dtype:
        return draw.default()
    return (1 + draw.normal(0.05)) * (1 - 2 * draw.booleans())


VALUES = {"x": _near_one}
