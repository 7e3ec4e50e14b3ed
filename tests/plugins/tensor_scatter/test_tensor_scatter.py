"""TensorScatter: errors, and rows that do not fit."""

from __future__ import annotations

import re

import numpy as np
import pytest

from support.rows import engine_of
from trtplugins import _core
from trtplugins.ops import find

SCATTER = find("TensorScatter")


@pytest.mark.parametrize(
    ("axis", "shapes", "message"),
    [
        (0, [[2, 3, 4], [2, 3, 4]], "attribute 'axis': expected another dimension than 0, which"),
        (-3, [[2, 3, 4], [2, 3, 4]], "attribute 'axis': expected another dimension than 0, which"),
        (-2, [[2, 3, 4], [2, 4, 4]], "input 'update': dimension 1: expected at most 3, got 4"),
        (-2, [[2, 3, 4], [2, 2, 5]], "input 'update': dimension 2: expected 4, got 5"),
        (-2, [[2, 3, 4], [2, 4]], "input 'update': expected 3 dimensions, as past_cache has, got"),
        (-2, [[2, 3, 4], [2, 2, 4], [2, 1]], "input 'write_indices': expected 1 dimension, got 2"),
    ],
)
def test_what_does_not_fit_is_named(axis: int, shapes: list[list[int]], message: str) -> None:
    with pytest.raises(_core.Error, match="^TensorScatter: " + re.escape(message)):
        SCATTER.make(axis=axis).shapes(shapes)


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16", "int32"])
def test_rows_outside_a_linear_cache_are_left_out(dtype: str, rng: np.random.Generator) -> None:
    past = rng.integers(0, 100, (5, 3, 8, 6)).astype(dtype)
    update = rng.integers(100, 200, (5, 3, 4, 6)).astype(dtype)
    first = np.array([-2, 6, 100, -100, 3], np.int32)
    expected = past.copy()
    expected[0, :, :2] = update[0, :, 2:]
    expected[1, :, 6:] = update[1, :, :2]
    expected[4, :, 3:7] = update[4]
    feeds = {"past_cache": past, "update": update, "write_indices": first}
    np.testing.assert_array_equal(engine_of(SCATTER, feeds)(**feeds), expected)
