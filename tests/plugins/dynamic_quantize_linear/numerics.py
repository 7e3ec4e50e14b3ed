"""Where DynamicQuantizeLinear is compared with its reference."""

OPERATOR = "DynamicQuantizeLinear"
CASES = [
    ({}, {"x": "a"}),
    ({}, {"x": "abc"}),
    ({}, {"x": "abc"}, ["y"]),
    ({}, {"x": "ab"}, ["y_scale", "y_zero_point"]),
]
# Positive, negative and mixed: 0 is always in the range.
VALUES = {"x": lambda draw: draw.normal() + draw.rng.choice([-10.0, 0.0, 0.0, 10.0])}
FINITE_ONLY = True  # the range of an infinite number is not defined
