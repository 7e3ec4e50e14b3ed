"""Where DequantizeLinear is compared with its reference."""

OPERATOR = "DequantizeLinear"
CASES = [
    ({}, {"x": "abc", "x_scale": ""}),
    ({}, {"x": "abc", "x_scale": "1", "x_zero_point": "1"}),
    ({}, {"x": "abc", "x_scale": "b", "x_zero_point": "b"}),
    ({"axis": -1}, {"x": "ab", "x_scale": "b", "x_zero_point": "b"}),
    ({"axis": 0, "output_dtype": 1}, {"x": "ab4", "x_scale": "a"}),
    ({"axis": 1, "block_size": 3}, {"x": "a8b", "x_scale": "a3b", "x_zero_point": "a3b"}),
    ({"axis": 2, "block_size": 2, "output_dtype": 10}, {"x": "ab8", "x_scale": "ab4"}),
]
VALUES = {
    "x": lambda draw: draw.integers(-128, 256),
    "x_scale": lambda draw: draw.uniform(0.01, 2),
    "x_zero_point": lambda draw: draw.integers(-128, 256),
}
