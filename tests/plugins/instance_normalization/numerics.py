"""Where InstanceNormalization is compared with its reference."""

OPERATOR = "InstanceNormalization"
CASES = [
    ({}, {"input": "abc", "scale": "b", "B": "b"}),
    ({"epsilon": 1e-2}, {"input": "abcd", "scale": "b", "B": "b"}),
    ({}, {"input": "abcde", "scale": "b", "B": "b"}),
]
# Of order 1: where a scaled number and a bias nearly cancel, what is left has the error of the
# larger one.
VALUES = {
    "scale": lambda draw: draw.normal(),
    "B": lambda draw: draw.normal(),
}
