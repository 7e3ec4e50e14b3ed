"""Output shapes over integers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.plugins import OPERATORS
from trtplugins import _core

BY_NAME = {op.name: op for op in OPERATORS}
SHAPES = st.lists(st.integers(0, 2**31 - 1), max_size=8)


@given(shape=SHAPES)
def test_elementwise_keeps_the_shape(shape: list[int]) -> None:
    assert BY_NAME["Gelu"].make().shapes([shape]) == [shape]
    assert BY_NAME["LReLU_TRT"].make().shapes([shape]) == [shape]


@given(shape=st.lists(st.integers(0, 50), min_size=1, max_size=8), data=st.data())
def test_rms_normalization_keeps_the_shape(shape: list[int], data: st.DataObject) -> None:
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    scale = [data.draw(st.sampled_from([1, d])) for d in shape[axis:]] if axis else shape
    scale = scale[data.draw(st.integers(0, len(scale))) :]
    assert BY_NAME["RMSNormalization"].make(axis=axis).shapes([shape, scale]) == [shape]


@pytest.mark.parametrize(
    ("shapes", "axis", "message"),
    [
        (
            [[2, 3], [3]],
            2,
            "attribute 'axis': expected a value in [-2, 1] for an input of rank 2, got 2",
        ),
        (
            [[], []],
            -1,
            "attribute 'axis': expected a value in [0, -1] for an input of rank 0, got -1",
        ),
        ([[2, 3], [2, 3]], -1, "input 'scale': expected rank <= 1 (X.shape[axis:]), got 2"),
        ([[2, 3], [2]], -1, "input 'scale': dimension 0: expected 1 or 3, got 2"),
        ([[2, 3]], -1, "input 'scale' is required and was not given"),
        ([[2, 3], [3], [3]], -1, "expected at most 2 inputs, got more"),
    ],
)
def test_what_does_not_fit_is_named(shapes: list[list[int]], axis: int, message: str) -> None:
    with pytest.raises(_core.Error, match="^RMSNormalization: " + re.escape(message)):
        BY_NAME["RMSNormalization"].make(axis=axis).shapes(shapes)


def test_more_than_eight_dimensions() -> None:
    with pytest.raises(_core.Error, match="more than 8 dimensions"):
        BY_NAME["Gelu"].make().shapes([[1] * 9])
