"""LinearAttention: what does not fit, and sizes that random shapes do not reach."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from support.models import build
from trtplugins import _core, reference
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model

OP = find("LinearAttention")
GROUPS = {"q_num_heads": 4, "kv_num_heads": 2}
LINEAR = {**GROUPS, "update_rule": "linear"}

PACKED: list[Any] = [[2, 5, 16], [2, 5, 8], [2, 5, 6]]


def test_shapes() -> None:
    assert OP.make(**LINEAR).shapes([*PACKED, None, None, None]) == [[2, 5, 12], [2, 2, 4, 3]]


@pytest.mark.parametrize(
    ("attributes", "shapes", "message"),
    [
        ({**GROUPS, "q_num_heads": 3}, PACKED, "attribute 'q_num_heads': expected a multiple"),
        (GROUPS, PACKED, "input 'decay': this update_rule needs it"),
        (LINEAR, [*PACKED, None, [2, 5, 2]], "input 'decay': this update_rule does not take it"),
        (LINEAR, [*PACKED, None, None, [2, 5, 2]], "input 'beta': this update_rule does not take"),
        (LINEAR, [[2, 5, 18], *PACKED[1:]], "input 'query': expected a multiple of 4, its heads"),
        (LINEAR, [[2, 5, 20], *PACKED[1:]], "input 'key': expected 5 as its key size, got 4"),
        (LINEAR, [*PACKED[:2], [2, 4, 6]], "input 'value': expected 5 as its steps, got 4"),
        (LINEAR, [*PACKED, [2, 2, 4, 4]], "input 'past_state': expected 3 as its value size"),
        (
            {**GROUPS, "update_rule": "gated"},
            [*PACKED, None, [2, 5, 4]],
            "input 'decay': expected 2 or 8 as its last dimension, got 4",
        ),
        (
            {**GROUPS, "update_rule": "delta"},
            [*PACKED, None, None, [2, 5, 4]],
            "input 'beta': expected 2 or 1 as its last dimension, got 4",
        ),
    ],
)
def test_what_does_not_fit_is_named(
    attributes: dict[str, Any], shapes: list[Any], message: str
) -> None:
    with pytest.raises(_core.Error, match="^LinearAttention: " + re.escape(message)):
        OP.make(**attributes).shapes(shapes + [None] * (6 - len(shapes)))


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("key_size", [33, 64, 128, 256, 300])
@pytest.mark.parametrize("group", [1, 3, 64])
def test_heads_of_any_size(dtype: str, key_size: int, group: int, rng: np.random.Generator) -> None:
    """In registers, with queries in shared memory and without, and in global memory."""
    steps, value_size, heads = 70, 40, 2
    attributes = {"q_num_heads": heads * group, "kv_num_heads": heads}
    feeds = {
        "query": rng.standard_normal((2, steps, heads * group * key_size)),
        "key": rng.standard_normal((2, steps, heads * key_size)) / np.sqrt(key_size),
        "value": rng.standard_normal((2, steps, heads * value_size)),
        "past_state": rng.standard_normal((2, heads, key_size, value_size)),
        "decay": -rng.random((2, steps, heads * key_size)),
        "beta": rng.random((2, steps, heads)),
    }
    feeds = {name: value.astype(dtype) for name, value in feeds.items()}
    shapes = OP.make(**attributes).shapes([list(value.shape) for value in feeds.values()])
    outputs = [
        Tensor(name, dtype, tuple(shape))
        for name, shape in zip(("output", "present_state"), shapes)
    ]
    inputs = [Tensor(name, dtype, value.shape) for name, value in feeds.items()]
    model = operator_model(OP, inputs, outputs, attributes)
    expected = reference.run(model, feeds)
    got = build(model, precision="fp16" if dtype == "float16" else "fp32")(**feeds)
    tolerance = 3e-5 if dtype == "float32" else 2e-3
    for name, value in expected.items():
        np.testing.assert_allclose(got[name], value, rtol=tolerance, atol=tolerance, err_msg=name)
