"""Where MaxUnpool is compared with its reference."""

import numpy as np

OPERATOR = "MaxUnpool"
CASES = [
    ({"kernel_shape": [2], "strides": [2]}, {"X": "abc", "I": "abc"}),
    ({"kernel_shape": [2, 2], "strides": [2, 2]}, {"X": "abcd", "I": "abcd"}),
    ({"kernel_shape": [3, 2]}, {"X": "abcd", "I": "abcd"}),
    (
        {"kernel_shape": [4, 3], "strides": [2, 3], "pads": [1, 0, 1, 0]},
        {"X": "abcd", "I": "abcd"},
    ),
    (
        {"kernel_shape": [2, 2], "strides": [2, 2], "output_shape": [2, 3, 9, 8]},
        {"X": "2344", "I": "2344"},
    ),
    ({"kernel_shape": [2, 2, 2], "strides": [2, 2, 2]}, {"X": "a2bcd", "I": "a2bcd"}),
]
LARGEST = 16  # the reference loops in Python


def _places(draw):
    """Different ones."""
    kernel, shape = draw.attributes["kernel_shape"], draw.shape
    strides = draw.attributes.get("strides", [1] * len(kernel))
    pads = draw.attributes.get("pads", [0] * (2 * len(kernel)))
    implied = [
        (n - 1) * stride - begin - end + size
        for n, stride, begin, end, size in zip(
            shape[2:], strides, pads, pads[len(kernel) :], kernel
        )
    ]
    total = int(np.prod(shape[:2]) * np.prod(implied))
    return draw.rng.permutation(total)[: int(np.prod(shape))]


VALUES = {"I": _places}
