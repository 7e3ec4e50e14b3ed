"""Which forms of Bernoulli engines are made of; what they draw has a test of its own."""

OPERATOR = "Bernoulli"
CASES = [({}, {"input": "a"}), ({"dtype": 9, "seed": 2.5}, {"input": "abc"})]
NO_REFERENCE = True
VALUES = {"input": lambda draw: draw.uniform(0, 1)}
