"""LayerNormalization: shapes, errors, and rows longer than random shapes have."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.rows import assert_close, engine_of, normalized
from trtplugins import _core
from trtplugins.ops import find

LAYER = find("LayerNormalization")


@given(shape=st.lists(st.integers(0, 50), min_size=1, max_size=8), data=st.data())
def test_statistics_keep_normalised_dimensions(shape: list[int], data: st.DataObject) -> None:
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    first = axis % len(shape)
    scale = [data.draw(st.sampled_from([1, d])) for d in shape]
    scale = scale[data.draw(st.integers(0, len(scale))) :]
    of_rows = shape[:first] + [1] * (len(shape) - first)
    layer = LAYER.make(axis=axis)
    assert layer.shapes([shape, scale]) == [shape, of_rows, of_rows]
    assert layer.shapes([shape, shape, scale]) == [shape, of_rows, of_rows]


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        ([[2, 3], [2]], "input 'Scale': dimension 0: expected 1 or 3, got 2"),
        ([[2, 3], [3], [2, 1, 3]], "input 'B': expected rank <= 2 (that of X), got 3"),
        ([[2, 3], [3], [4, 3]], "input 'B': dimension 0: expected 1 or 2, got 4"),
        ([[], []], "attribute 'axis': expected a value in [0, -1] for an input of rank 0, got -1"),
    ],
)
def test_what_does_not_fit_is_named(shapes: list[list[int]], message: str) -> None:
    with pytest.raises(_core.Error, match="^LayerNormalization: " + re.escape(message)):
        LAYER.make().shapes(shapes)


# Held by a block, by clusters of each size, split; multiples of what is read at once and others.
LENGTHS = [8192, 8193, 16384, 16385, 32768, 32771, 65536, 65537, 131072, 262144, 262145, 2200003]


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("length", LENGTHS)
def test_long_rows(length: int, dtype: str, rng: np.random.Generator) -> None:
    feeds = {
        "X": (rng.standard_normal((3, length)) + 1).astype(dtype),
        "Scale": rng.uniform(0.5, 1, length).astype(dtype),
        "B": rng.uniform(-0.1, 0.1, length).astype(dtype),
    }
    got = engine_of(LAYER, feeds)(**feeds)
    y, mean, inverse = normalized(feeds["X"], (1,))
    assert_close(got["Y"], y * feeds["Scale"].astype(np.float64) + feeds["B"].astype(np.float64))
    assert_close(got["Mean"], mean)
    assert_close(got["InvStdDev"], inverse)


# Several for each of the clusters that run at once.
@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize(
    ("rows", "length"), [(600, 8192), (300, 16384), (151, 40_008), (150, 65536), (70, 131072)]
)
def test_many_long_rows(
    rows: int, length: int, bias: bool, dtype: str, rng: np.random.Generator
) -> None:
    feeds = {
        "X": (rng.standard_normal((rows, length)) + 1).astype(dtype),
        "Scale": rng.uniform(0.5, 1, length).astype(dtype),
    }
    if bias:
        feeds["B"] = rng.uniform(-0.1, 0.1, length).astype(dtype)
    got = engine_of(LAYER, feeds)(**feeds)
    y, mean, inverse = normalized(feeds["X"], (1,))
    expected = y * feeds["Scale"].astype(np.float64) + (feeds["B"] if bias else 0.0)
    assert_close(got["Y"], expected)
    assert_close(got["Mean"], mean)
    assert_close(got["InvStdDev"], inverse)


@pytest.mark.gpu
@pytest.mark.parametrize(
    ("rows", "length"), [(64, 5), (64, 768), (64, 1023), (64, 10_000), (151, 40_008)]
)
def test_a_mean_far_from_zero(rows: int, length: int, rng: np.random.Generator) -> None:
    """The mean is 1000 standard deviations away."""
    feeds = {
        "X": (rng.standard_normal((rows, length)) + 1000).astype(np.float32),
        "Scale": np.ones(length, np.float32),
        "B": np.zeros(length, np.float32),
    }
    got = engine_of(LAYER, feeds)(**feeds)
    assert_close(got["Y"], normalized(feeds["X"], (1,))[0])


@pytest.mark.gpu
@pytest.mark.parametrize(
    ("rows", "length"), [(3, 7), (3, 300), (3, 20_000), (3, 300_000), (151, 40_008)]
)
def test_rows_keep_to_themselves(rows: int, length: int, rng: np.random.Generator) -> None:
    """A row with a NaN is NaN, and leaves the others alone."""
    x = rng.standard_normal((rows, length)).astype(np.float32)
    x[1, length // 2] = np.nan
    feeds = {"X": x, "Scale": np.ones(length, np.float32), "B": np.zeros(length, np.float32)}
    y = engine_of(LAYER, feeds)(**feeds)["Y"]
    assert np.isnan(y[1]).all()
    others = np.arange(rows) != 1
    assert_close(y[others], normalized(x[others], (1,))[0])
