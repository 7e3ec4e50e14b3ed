"""Bernoulli: types, and whether what it draws is as probable as it should be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import trtplugins as tp
from support.models import build
from trtplugins import _core
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model

BERNOULLI = find("Bernoulli")


def engine(count: int, dtype: int, out: str, **attributes: Any) -> tp.Engine:
    return build(
        operator_model(
            BERNOULLI,
            [Tensor("input", "float32", (count,))],
            [Tensor("output", out, (count,))],
            {"dtype": dtype, **attributes},
        ),
        precision="fp16" if out == "float16" else "fp32",
    )


def test_types() -> None:
    with pytest.raises(_core.Error, match=r"^Bernoulli: attribute 'dtype': expected 0, or"):
        BERNOULLI.make(dtype=8)
    assert BERNOULLI.make(dtype=9).shapes([[2, 3]]) == [[2, 3]]


@pytest.mark.gpu
@pytest.mark.parametrize(
    ("dtype", "out"), [(1, "float32"), (10, "float16"), (2, "int32"), (9, "bool")]
)
def test_as_often_as_the_input_says(dtype: int, out: str, rng: np.random.Generator) -> None:
    """Within six standard deviations, in all of it and in parts of it."""
    count = 1_000_003
    for p in (0.0, 0.001, 0.3, 0.5, 1.0):
        y = engine(count, dtype, out)(input=np.full(count, p, np.float32)).astype(np.float64)
        assert set(np.unique(y)) <= {0.0, 1.0}
        for part in (y, y[::7], y[: count // 5], y[1::4]):
            deviation = (p * (1 - p) / part.size) ** 0.5
            assert abs(part.mean() - p) <= 6 * deviation, (p, part.mean())


@pytest.mark.gpu
def test_draws_are_independent_of_each_other_and_of_the_input() -> None:
    count = 1 << 20
    run = engine(count, 1, "float32", seed=7.0)
    p = np.linspace(0, 1, count, dtype=np.float32)
    y = run(input=np.full(count, 0.5, np.float32)) - 0.5
    for lag in (1, 2, 3, 4, 5, 64, 1024):
        assert abs((y[lag:] * y[:-lag]).mean()) < 6 * 0.25 / count**0.5, lag
    drawn = run(input=p)
    # The same numbers are compared with other probabilities.
    np.testing.assert_array_equal(drawn[p > 0.5] >= (y[p > 0.5] + 0.5), True)
    bins = drawn.reshape(64, -1).mean(1)
    np.testing.assert_allclose(bins, p.reshape(64, -1).mean(1), atol=6 * 0.5 / (count / 64) ** 0.5)


@pytest.mark.gpu
def test_a_seed_makes_draws_repeatable() -> None:
    half = np.full(10_001, 0.5, np.float32)
    seeded = [engine(half.size, 9, "bool", seed=s) for s in (1.5, 1.5, 2.0)]
    first, again, other = (e(input=half) for e in seeded)
    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(first, seeded[0](input=half))
    assert 0.4 < (first != other).mean() < 0.6
    free = engine(half.size, 9, "bool")
    assert 0.4 < (free(input=half) != free(input=half)).mean() < 0.6
