"""OneHot: shapes and errors, and indices that are no integers."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from support.models import build
from trtplugins import _core
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model

ONE_HOT = find("OneHot")


@pytest.mark.parametrize(
    ("shape", "axis", "expected"),
    [([], -1, [5]), ([3, 4], -1, [3, 4, 5]), ([3, 4], 0, [5, 3, 4]), ([3, 4], -2, [3, 5, 4])],
)
def test_shape(shape: list[int], axis: int, expected: list[int]) -> None:
    assert ONE_HOT.make(depth=5, axis=axis).shapes([shape, [2]]) == [expected]


@pytest.mark.parametrize(
    ("attributes", "shapes", "message"),
    [
        ({}, [], "attribute 'depth' is required"),
        ({"depth": -1}, [], "attribute 'depth': expected a value in [0, 2147483647], got -1"),
        ({"depth": 5, "axis": 2}, [[3], [2]], "attribute 'axis': expected a value in [-2, 1]"),
        ({"depth": 5}, [[3], [3]], "input 'values': expected 2 elements, got 3"),
        ({"depth": 5}, [[3], []], "input 'values': expected rank 1, got 0"),
    ],
)
def test_what_does_not_fit_is_named(
    attributes: dict[str, Any], shapes: list[list[int]], message: str
) -> None:
    with pytest.raises(_core.Error, match="^OneHot: " + re.escape(message)):
        ONE_HOT.make(**attributes).shapes(shapes)


@pytest.mark.gpu
@pytest.mark.parametrize(
    ("dtype", "off", "on"), [("float32", np.inf, np.nan), ("bool", True, False), ("int32", -1, 1)]
)
def test_what_is_no_class_is_off(dtype: str, off: Any, on: Any) -> None:
    indices = np.array([0.5, np.nan, np.inf, -np.inf, 3, -4, -1, -0.0, 3e9], np.float32)
    inputs = [Tensor("indices", "float32", (9,)), Tensor("values", dtype, (2,))]
    outputs = [Tensor("output", dtype, (9, 3))]
    engine = build(operator_model(ONE_HOT, inputs, outputs, {"depth": 3}))
    expected = np.full((9, 3), off, dtype)
    expected[6, 2] = expected[7, 0] = on
    values = np.array([off, on], dtype)
    np.testing.assert_array_equal(engine(indices=indices, values=values), expected)
