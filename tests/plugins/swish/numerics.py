"""Where Swish is compared with its reference."""

OPERATOR = "Swish"
CASES = [({}, {"X": "a"}), ({"alpha": 1.702}, {"X": "abc"}), ({"alpha": -0.5}, {"X": "abc"})]
