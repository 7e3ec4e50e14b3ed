"""Where RMSNormalization is compared with its reference."""

OPERATOR = "RMSNormalization"
CASES = [
    ({"axis": -1}, {"X": "a", "scale": "a"}),
    ({"axis": -1, "epsilon": 1e-6}, {"X": "abc", "scale": "c"}),
    ({"axis": 1, "epsilon": 1e-2}, {"X": "abc", "scale": "bc"}),
    ({"axis": -2}, {"X": "abcd", "scale": "cd"}),
    ({"axis": 0, "epsilon": 0.5}, {"X": "abcde", "scale": "abcde"}),
    ({"axis": -1, "stash_type": 1}, {"X": "ab", "scale": "1"}),
    ({"axis": 1}, {"X": "abc", "scale": "b1"}),
]
