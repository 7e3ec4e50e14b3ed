"""Where CausalConvWithState is compared with its reference."""

OPERATOR = "CausalConvWithState"
CASES = [
    ({}, {"input": "bcl", "weight": "c14", "bias": "c", "past_state": "bc3"}),
    ({"activation": "silu"}, {"input": "bcl", "weight": "c14", "bias": "c", "past_state": "bc3"}),
    ({"activation": "swish"}, {"input": "bcl", "weight": "c13", "past_state": "bc2"}, ["output"]),
    ({"activation": "none"}, {"input": "bc8", "weight": "c12", "bias": "c"}),
    ({}, {"input": "bc8", "weight": "c15"}),
    ({"activation": "silu"}, {"input": "bc8", "weight": "c17", "bias": "c", "past_state": "bc6"}),
    ({}, {"input": "bcl", "weight": "c11", "bias": "c"}, ["output"]),
]
# Of order 1: a sum of products has the error of the largest of them.
VALUES = {
    "input": lambda draw: draw.normal(),
    "weight": lambda draw: draw.normal(0.3),
    "bias": lambda draw: draw.normal(0.3),
    "past_state": lambda draw: draw.normal(),
}
LARGEST = 24  # the reference is slow
