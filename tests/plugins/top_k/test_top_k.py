"""TopK: lines of every way to sort, K as large as they are, NaN, ties, errors."""

from __future__ import annotations

import re

import numpy as np
import pytest

from support.models import build
from trtplugins import _core
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model

TOP_K = find("TopK")


@pytest.mark.parametrize(
    ("shape", "attributes", "message"),
    [
        ([3, 4], {"K": 5}, "attribute 'K': expected at most 4, the extent of dimension 1, got 5"),
        ([3, 4], {"K": 4, "axis": 0}, "attribute 'K': expected at most 3"),
        ([], {"K": 1}, "attribute 'axis': expected a value in [0, -1]"),
    ],
)
def test_what_does_not_fit_is_named(
    shape: list[int], attributes: dict[str, int], message: str
) -> None:
    with pytest.raises(_core.Error, match="^TopK: " + re.escape(message)):
        TOP_K.make(**attributes).shapes([shape])


def test_k_is_required() -> None:
    with pytest.raises(_core.Error, match="'K' is required"):
        TOP_K.make()


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16", "int32"])
@pytest.mark.parametrize("largest", [0, 1])
@pytest.mark.parametrize(
    ("shape", "axis", "k"),
    [
        ((5, 128), 1, 128),
        ((7, 129), 1, 50),
        ((3, 2000, 3), 1, 2000),
        ((3, 2049), 1, 2048),
        ((2, 8192), 1, 5000),
        ((1, 8193), 1, 8193),
        ((3, 100_000), 1, 4000),
        ((2, 20_000, 9), 1, 20_000),
    ],
)
def test_long_lines(
    shape: tuple[int, ...], axis: int, k: int, largest: int, dtype: str, rng: np.random.Generator
) -> None:
    taken = tuple(k if d == axis else size for d, size in enumerate(shape))
    model = operator_model(
        TOP_K,
        [Tensor("X", dtype, shape)],
        [Tensor("Values", dtype, taken), Tensor("Indices", "int32", taken)],
        {"K": k, "axis": axis, "largest": largest},
    )
    # Many equal ones; and in floats both zeros, infinities and NaN.
    x = (rng.standard_normal(shape) * 300).astype(np.int32).astype(dtype)
    if dtype != "int32":
        odd = np.array([0.0, -0.0, np.inf, -np.inf, np.nan], dtype)
        x = np.where(rng.random(shape) < 0.01, rng.choice(odd, shape), x)
    # NumPy, too, sorts NaN behind all others. What is last in its order is first in the reversed.
    order = np.argsort(x, axis=axis, kind="stable")
    if largest:
        order = np.flip(x.shape[axis] - 1 - np.argsort(np.flip(x, axis), axis, kind="stable"), axis)
    order = order.take(range(k), axis)
    result = build(model, precision="fp16" if dtype == "float16" else "fp32")(X=x)
    np.testing.assert_array_equal(result["Indices"], order)
    np.testing.assert_array_equal(result["Values"], np.take_along_axis(x, order, axis))
