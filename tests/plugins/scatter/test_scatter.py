"""ScatterElements, ScatterND: shapes, errors, indices out of range, many updates of a place."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from support.models import build
from trtplugins import _core
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model


@pytest.mark.parametrize(
    ("name", "shapes", "message"),
    [
        (
            "ScatterElements",
            [[3, 4], [3], [3]],
            "input 'indices': expected rank 2 as that of 'data'",
        ),
        (
            "ScatterElements",
            [[3, 4], [3, 5], [3, 5]],
            "input 'indices': dimension 1: expected at most 4, got 5",
        ),
        (
            "ScatterElements",
            [[3, 4], [5, 4], [5, 3]],
            "input 'updates': dimension 1: expected 4, got 3",
        ),
        ("ScatterND", [[3, 4], [2, 3], [2]], "input 'indices': last dimension: expected at most 2"),
        ("ScatterND", [[3, 4], [2, 1], [2]], "input 'updates': expected rank 2"),
        ("ScatterND", [[3, 4], [2, 1], [2, 5]], "input 'updates': dimension 1: expected 4, got 5"),
    ],
)
def test_what_does_not_fit_is_named(name: str, shapes: list[list[int]], message: str) -> None:
    with pytest.raises(_core.Error, match=f"^{name}: " + re.escape(message)):
        find(name).make().shapes(shapes)


def _engine(name: str, dtype: str, shapes: list[tuple[int, ...]], **attributes: Any) -> Any:
    types = [dtype, "int32", dtype]
    names = ["data", "indices", "updates"]
    inputs = [Tensor(*tensor) for tensor in zip(names, types, shapes)]
    outputs = [Tensor("output", dtype, shapes[0])]
    precision = "fp16" if dtype == "float16" else "fp32"
    return build(operator_model(find(name), inputs, outputs, attributes), precision=precision)


@pytest.mark.gpu
@pytest.mark.parametrize("reduction", ["none", "add"])
@pytest.mark.parametrize("name", ["ScatterElements", "ScatterND"])
def test_indices_out_of_range_are_dropped(
    name: str, reduction: str, rng: np.random.Generator
) -> None:
    """None of them is written anywhere, however far off it is."""
    data = rng.standard_normal((6, 8)).astype(np.float32)
    far = np.array([6, -7, 2**31 - 1, -(2**31), 1000, -1000], np.int32)
    updates = rng.standard_normal((7, 8)).astype(np.float32)
    rows = np.append(far, np.int32(-1))
    indices = rows[:, np.newaxis]
    if name == "ScatterElements":
        indices = np.broadcast_to(indices, (7, 8)).copy()
    engine = _engine(name, "float32", [(6, 8), indices.shape, (7, 8)], reduction=reduction)
    expected = data.copy()
    expected[-1] = updates[-1] + (data[-1] if reduction == "add" else 0)
    output = engine(data=data, indices=indices, updates=updates)
    np.testing.assert_array_equal(output, expected)


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16", "int32", "bool"])
@pytest.mark.parametrize("reduction", ["add", "mul", "max", "min"])
def test_many_updates_of_one_place(reduction: str, dtype: str, rng: np.random.Generator) -> None:
    """Exact in any order, in float16 too: products of signs, sums of some -1000."""
    count = 10_000
    if dtype == "bool":
        data, updates = rng.random(5) < 0.5, rng.random(count) < 0.0002
        if reduction in ("mul", "min"):
            updates = ~updates
    else:
        data = rng.integers(-9, 9, 5).astype(dtype)
        values = [-1, 1] if reduction == "mul" else range(-3, 3)
        updates = rng.choice(values, count).astype(dtype)
    indices = rng.integers(-5, 5, (count, 1)).astype(np.int32)
    function = {"add": np.add, "mul": np.multiply, "max": np.maximum, "min": np.minimum}[reduction]
    wide = data.astype("bool" if dtype == "bool" else "float64")
    function.at(wide, indices[:, 0], updates)
    engine = _engine("ScatterND", dtype, [(5,), (count, 1), (count,)], reduction=reduction)
    output = engine(data=data, indices=indices, updates=updates)
    np.testing.assert_array_equal(output, wide.astype(dtype))
