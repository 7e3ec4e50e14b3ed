"""Where LayerNormalization is compared with its reference."""

OPERATOR = "LayerNormalization"
CASES = [
    ({"axis": -1}, {"X": "a", "Scale": "a", "B": "a"}),
    ({"axis": -1, "epsilon": 1e-6}, {"X": "abc", "Scale": "c", "B": "c"}),
    ({"axis": -1}, {"X": "abc", "Scale": "c"}, ["Y"]),
    ({"axis": 1, "epsilon": 1e-2}, {"X": "abc", "Scale": "bc", "B": "bc"}, ["Y", "InvStdDev"]),
    ({"axis": -2}, {"X": "abcd", "Scale": "cd", "B": "d"}, ["Y", "Mean"]),
    ({"axis": 0, "epsilon": 0.5}, {"X": "abcde", "Scale": "abcde", "B": "1"}),
    ({"axis": 1}, {"X": "abc", "Scale": "b1", "B": "b1"}, ["Y"]),
    ({"axis": 1}, {"X": "abc", "Scale": "a11", "B": "1c"}, ["Y"]),
    ({"axis": 1}, {"X": "ab", "Scale": "", "B": "b"}, ["Y"]),
]
# Of order 1: where a scaled number and a bias nearly cancel, what is left has the error of the
# larger one.
VALUES = {
    "Scale": lambda draw: draw.normal(),
    "B": lambda draw: draw.normal(),
}
# A mean near 0 has the last place of the elements it is the mean of, which are as large as 30.
TOLERANCE = {"float32": (1e-5, 4e-6)}
