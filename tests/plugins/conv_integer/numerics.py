"""Where ConvInteger is compared with its reference."""

OPERATOR = "ConvInteger"
CASES = [
    ({"pads": [1, 1]}, {"x": "acd", "w": "bc3"}),
    ({"pads": [1, 1, 1, 1]}, {"x": "ac84", "w": "bc33", "x_zero_point": "1", "w_zero_point": ""}),
    (
        {"group": 2, "pads": [2, 0, 2, 1], "strides": [2, 1], "dilations": [2, 1]},
        {"x": "a6de", "w": "433" + "2", "x_zero_point": "", "w_zero_point": "4"},
    ),
    ({"auto_pad": "SAME_UPPER", "strides": [2, 3]}, {"x": "acde", "w": "bc32"}),
    ({"auto_pad": "SAME_LOWER", "kernel_shape": [2, 4]}, {"x": "acde", "w": "bc24"}),
    ({"auto_pad": "VALID"}, {"x": "a2d9", "w": "b212", "w_zero_point": "b"}),
    (
        {"pads": [1, 0, 1, 1, 1, 0]},
        {"x": "acd35", "w": "bc322", "x_zero_point": "1", "w_zero_point": "b"},
    ),
]
VALUES = {
    "x": lambda draw: draw.integers(0, 256),
    "w": lambda draw: draw.integers(-128, 128),
    "x_zero_point": lambda draw: draw.integers(0, 256),
    "w_zero_point": lambda draw: draw.integers(-128, 128),
}
LARGEST = 20
