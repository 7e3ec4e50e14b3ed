"""Where RotaryEmbedding is compared with its reference."""

OPERATOR = "RotaryEmbedding"
CASES = [
    ({}, {"X": "bhs8", "cos_cache": "bs4", "sin_cache": "bs4"}),
    ({}, {"X": "bhs6", "cos_cache": "m3", "sin_cache": "m3", "position_ids": "bs"}),
    ({"interleaved": 1}, {"X": "bhs8", "cos_cache": "m4", "sin_cache": "m4", "position_ids": "bs"}),
    ({"interleaved": 1}, {"X": "bhs6", "cos_cache": "bs3", "sin_cache": "bs3"}),
    (
        {"rotary_embedding_dim": 4},
        {"X": "bhs8", "cos_cache": "m2", "sin_cache": "m2", "position_ids": "bs"},
    ),
    (
        {"rotary_embedding_dim": 4, "interleaved": 1},
        {"X": "bhs8", "cos_cache": "bs2", "sin_cache": "bs2"},
    ),
    (
        {"num_heads": 1, "rotary_embedding_dim": 2},
        {"X": "bs8", "cos_cache": "m1", "sin_cache": "m1", "position_ids": "bs"},
    ),
]
# Of order 1: a rotation takes differences, which have the errors of larger numbers.
VALUES = {
    "X": lambda draw: draw.normal(),
    "cos_cache": lambda draw: draw.uniform(-1, 1),
    "sin_cache": lambda draw: draw.uniform(-1, 1),
    "position_ids": lambda draw: draw.integers(0, draw.size("m")),
}
