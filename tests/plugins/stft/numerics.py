"""Where STFT is compared with its reference."""

OPERATOR = "STFT"
CASES = [
    ({"frame_step": 3}, {"signal": "ab1", "window": "8"}),
    ({"frame_step": 8, "frame_length": 16}, {"signal": "ab1"}),
    ({"frame_step": 5, "frame_length": 15, "onesided": 0}, {"signal": "ab1"}),
    ({"frame_step": 4, "frame_length": 9}, {"signal": "ab2", "window": "9"}),
    ({"frame_step": 1, "frame_length": 34, "onesided": 0}, {"signal": "ab2"}),
    ({"frame_step": 2, "frame_length": 7}, {"signal": "ab1", "window": "7"}),
]
# Rounding errors of a sum are in proportion to all that is summed, not to the sum.
VALUES = {"signal": lambda draw: draw.normal(), "window": lambda draw: draw.uniform(0, 1)}
TOLERANCE = {"float32": (1e-5, 2e-5), "float16": (2e-3, 2e-3)}
# Each number goes into every bin of its frames: there is no staying where it is.
FINITE_ONLY = True
