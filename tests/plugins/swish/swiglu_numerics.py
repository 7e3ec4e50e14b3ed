"""Where SwiGLU is compared with its reference."""

OPERATOR = "SwiGLU"
CASES = [({}, {"A": "a", "B": "a"}), ({"alpha": 0.5}, {"A": "abc", "B": "abc"})]
