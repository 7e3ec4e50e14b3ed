"""Where CumSum is compared with its reference."""

OPERATOR = "CumSum"
CASES = [
    ({"axis": 0}, {"x": "a"}),
    ({"axis": 0, "reverse": 1, "exclusive": 1}, {"x": "a"}),
    ({"axis": -1}, {"x": "ab"}),
    ({"axis": 1, "reverse": 1}, {"x": "ab"}),
    ({"axis": 0, "exclusive": 1}, {"x": "ab"}),
    ({"axis": 1}, {"x": "abc"}),
    ({"axis": -2, "exclusive": 1, "reverse": 1}, {"x": "abc"}),
    ({"axis": 2, "exclusive": 1}, {"x": "abc"}),
    ({"axis": 1}, {"x": "ab4"}),
    ({"axis": 0, "reverse": 1}, {"x": "abcd"}),
]
# Sums of both signs: near zero they keep the absolute error of the larger ones before them, which
# are accumulated in float32.
TOLERANCE = {"float16": (2e-3, 2e-3)}
