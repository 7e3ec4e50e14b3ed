"""Where Mish is compared with its reference."""

OPERATOR = "Mish"
CASES = [({}, {"X": "a"}), ({}, {"X": "abc"})]
