"""Where Col2Im is compared with its reference."""

OPERATOR = "Col2Im"
CASES = [
    ({"image_shape": [5, 5], "block_shape": [1, 5]}, {"input": "a55"}),
    ({"image_shape": [4, 4], "block_shape": [2, 2], "strides": [2, 2]}, {"input": "a84"}),
    ({"image_shape": [9], "block_shape": [3], "strides": [2], "pads": [1, 1]}, {"input": "a65"}),
    ({"image_shape": [5, 5], "block_shape": [2, 2], "dilations": [2, 2]}, {"input": "a49"}),
    ({"image_shape": [2, 2, 2], "block_shape": [1, 2, 2]}, {"input": "a82"}),
    (
        {
            "image_shape": [4, 3],
            "block_shape": [3, 2],
            "strides": [3, 2],
            "dilations": [1, 2],
            "pads": [2, 1, 1, 2],
        },
        {"input": "a64"},
    ),
]
LARGEST = 64  # the reference loops in Python
# Sums of either sign.
TOLERANCE = {"float32": (1e-5, 1e-5), "float16": (2e-3, 1e-5)}
