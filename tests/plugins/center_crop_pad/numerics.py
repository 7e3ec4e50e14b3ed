"""Where CenterCropPad is compared with its reference."""

OPERATOR = "CenterCropPad"
CASES = [
    ({"shape": [100]}, {"input_data": "a"}),
    ({"shape": [9, 14]}, {"input_data": "ab"}),
    ({"shape": [64], "axes": [-1]}, {"input_data": "ab"}),
    ({"shape": [21], "axes": [0]}, {"input_data": "abc"}),
    ({"shape": [16], "axes": [1]}, {"input_data": "abc"}),
    ({"shape": [3, 32], "axes": [-2, 2]}, {"input_data": "abc"}),
    ({"shape": [32, 7], "axes": [2, -3]}, {"input_data": "ab8d"}),
    ({"shape": [5, 3, 17, 24]}, {"input_data": "abcd"}),
    ({"shape": [3, 2, 6], "axes": [5, -5, 1]}, {"input_data": "abcdef2"}),
]
