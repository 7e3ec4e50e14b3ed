"""Where GroupNormalization is compared with its reference."""

OPERATOR = "GroupNormalization"
CASES = [
    ({"num_groups": 1}, {"X": "ab88", "scale": "b", "bias": "b"}),
    ({"num_groups": 2}, {"X": "a8c9", "scale": "8", "bias": "8"}),
    ({"num_groups": 3, "epsilon": 1e-2}, {"X": "a6c44", "scale": "6", "bias": "6"}),
    ({"num_groups": 4, "epsilon": 1.0}, {"X": "a4cde", "scale": "4", "bias": "4"}),
    ({"num_groups": 2, "epsilon": 1.0}, {"X": "a6", "scale": "6", "bias": "6"}),
]
# Of order 1: ONNX's function computes in float32 whatever its input, and has the error of larger
# numbers where small ones are left of them; hence also the large epsilons of small groups.
TOLERANCE = {"float32": (1e-5, 4e-6)}  # of scaled numbers up to 10, which the bias may cancel
VALUES = {
    "X": lambda draw: draw.normal(),
    "scale": lambda draw: draw.normal(),
    "bias": lambda draw: draw.normal(),
}
