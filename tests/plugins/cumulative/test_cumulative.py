"""CumSum and CumProd: shapes, errors, precision, rows of every length."""

from __future__ import annotations

import re

import numpy as np
import pytest

from support.models import build
from trtplugins import _core
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model

every_operator = pytest.mark.parametrize("name", ["CumSum", "CumProd"])


@every_operator
def test_errors(name: str) -> None:
    with pytest.raises(_core.Error, match=f"^{name}: attribute 'axis' is required"):
        find(name).make()
    with pytest.raises(_core.Error, match=re.escape("expected a value in [-2, 1]")):
        find(name).make(axis=2).shapes([[3, 4]])
    with pytest.raises(_core.Error, match="attribute 'reverse': expected 0 or 1, got 2"):
        find(name).make(axis=0, reverse=2)


@pytest.mark.gpu
@pytest.mark.parametrize(
    ("shape", "axis"),
    [
        ((2, 100_000), 1),
        ((3, 99_999), 1),
        ((5000, 1024), 1),
        ((4096, 1023), 1),
        ((2, 3000, 64), 1),
        ((3000, 33), 0),
        ((2, 70, 3), 1),
    ],
)
@pytest.mark.parametrize("reverse", [0, 1])
def test_small_sums_behind_large_ones(
    shape: tuple[int, ...], axis: int, reverse: int, rng: np.random.Generator
) -> None:
    """float32 is accumulated in float64: sums that cancel keep their digits."""
    x = (rng.standard_normal(shape) * 1000).astype(np.float32)
    op = find("CumSum")
    model = operator_model(
        op,
        [Tensor("x", "float32", shape)],
        [Tensor("y", "float32", shape)],
        {"axis": axis, "reverse": reverse},
    )
    y = build(model)(x=x)
    wide = np.flip(x, axis) if reverse else x
    expected = np.cumsum(wide, axis, dtype=np.float64)
    expected = np.flip(expected, axis) if reverse else expected
    np.testing.assert_allclose(y, expected, rtol=1e-6, atol=1e-6)
