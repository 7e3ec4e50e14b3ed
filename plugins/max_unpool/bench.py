"""MaxUnpool of windows of 2 x 2."""

from __future__ import annotations

from trtplugins.bench import Case

SHAPE = (64, 256, 32, 32)

CASES = [
    Case("MaxUnpool", {"X": SHAPE, "I": SHAPE}, {"kernel_shape": [2, 2], "strides": [2, 2]}),
]
