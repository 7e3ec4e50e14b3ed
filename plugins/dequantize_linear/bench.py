"""DequantizeLinear on an activation of 64M elements, per tensor, channel and block."""

from trtplugins.bench import Case

X = (64, 1024, 1024)

CASES = [
    Case("DequantizeLinear", {"x": X, "x_scale": (1,), "x_zero_point": (1,)}),
    Case("DequantizeLinear", {"x": X, "x_scale": (1024,), "x_zero_point": (1024,)}, {"axis": 1}),
    Case("DequantizeLinear", {"x": X, "x_scale": (64, 1024, 32)}, {"axis": 2, "block_size": 32}),
]
