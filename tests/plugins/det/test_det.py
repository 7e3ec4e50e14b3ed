"""Det: shapes, errors, and matrices of every size and kind."""

from __future__ import annotations

import re

import numpy as np
import pytest

from support.models import build
from trtplugins import _core
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model


def test_shapes() -> None:
    det = find("Det").make()
    assert det.shapes([[3, 3]]) == [[]]
    assert det.shapes([[2, 0, 5, 5]]) == [[2, 0]]


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ([3], "input 'X': expected at least 2 dimensions, got 1"),
        ([2, 3, 4], "input 'X': expected square matrices, got 3 x 4"),
    ],
)
def test_what_is_no_square_matrix(shape: list[int], message: str) -> None:
    with pytest.raises(_core.Error, match="^Det: " + re.escape(message)):
        find("Det").make().shapes([shape])


@pytest.mark.gpu
@pytest.mark.parametrize("n", [0, 1, 2, 31, 32, 33, 64, 257, 900])
def test_size(n: int, rng: np.random.Generator) -> None:
    x = (rng.standard_normal((5, n, n)) * (np.e / max(1, n)) ** 0.5).astype(
        np.float32
    )  # of order 1
    x[1, : n // 2] = x[1, n - n // 2 :]  # singular
    x[2] = np.eye(n)[::-1]  # swapped all over
    model = operator_model(
        find("Det"), [Tensor("X", "float32", x.shape)], [Tensor("Y", "float32", (5,))], {}
    )
    got = build(model)(X=x)
    np.testing.assert_allclose(got, np.linalg.det(x.astype(np.float64)), rtol=1e-5, atol=1e-9)


@pytest.mark.gpu
@pytest.mark.parametrize("n", [4, 40])
def test_nan_stays_in_its_matrix(n: int, rng: np.random.Generator) -> None:
    x = rng.standard_normal((3, n, n)).astype(np.float32)
    x[1, n // 2, n - 1] = np.nan
    model = operator_model(
        find("Det"), [Tensor("X", "float32", x.shape)], [Tensor("Y", "float32", (3,))], {}
    )
    assert np.isnan(build(model)(X=x)).tolist() == [False, True, False]
