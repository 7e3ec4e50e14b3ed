"""Mod: shapes, errors, and the remainders that approximate division gets wrong."""

from __future__ import annotations

import numpy as np
import pytest

from support.models import build
from trtplugins import _core
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model


def test_shapes() -> None:
    op = find("Mod").make()
    assert op.shapes([[2, 1, 4], [3, 1]]) == [[2, 3, 4]]
    assert op.shapes([[], [0]]) == [[0]]


def test_errors() -> None:
    with pytest.raises(_core.Error, match=r"^Mod: attribute 'fmod': expected 0 or 1, got 2"):
        find("Mod").make(fmod=2)
    with pytest.raises(_core.Error, match=r"^Mod: input 'B': dimension 1 from the end"):
        find("Mod").make().shapes([[2, 3], [4]])


@pytest.mark.gpu
@pytest.mark.parametrize("fmod", [0, 1])
@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_of_floats_of_any_magnitude(
    dtype: str, fmod: int, rng: np.random.Generator, seed: int
) -> None:
    """Whole multiples, quotients beyond a float's digits, zeros and infinities: to the bit."""
    count = 1 << 16
    bits = rng.integers(0, 1 << 16, (2, count)).astype(np.uint16).view(np.float16)
    if dtype == "float32":
        bits = rng.integers(0, 1 << 32, (2, count), np.uint64).astype(np.uint32).view(np.float32)
    a, b = (each.copy() for each in bits)
    b[::3] = (rng.standard_normal(b[::3].shape) * 8).astype(dtype)
    with np.errstate(over="ignore"):
        a[::3] = b[::3] * rng.integers(-1000, 1000, b[::3].shape).astype(dtype)
    shape = (count,)
    model = operator_model(
        find("Mod"),
        [Tensor("A", dtype, shape), Tensor("B", dtype, shape)],
        [Tensor("C", dtype, shape)],
        {"fmod": fmod},
    )
    with np.errstate(all="ignore"):
        expected = (np.fmod if fmod else np.mod)(a.astype(np.float64), b.astype(np.float64))
        np.testing.assert_array_equal(
            build(model)(A=a, B=b), expected.astype(dtype), err_msg=f"seed {seed}"
        )


@pytest.mark.gpu
def test_of_the_integers_that_overflow() -> None:
    low = np.iinfo(np.int32).min
    a = np.array([low, low, 7, -7, 7, -7, 5], np.int32)
    b = np.array([-1, 1, -3, 3, 3, -3, 0], np.int32)
    model = operator_model(
        find("Mod"),
        [Tensor("A", "int32", a.shape), Tensor("B", "int32", b.shape)],
        [Tensor("C", "int32", a.shape)],
        {},
    )
    np.testing.assert_array_equal(build(model)(A=a, B=b), [0, 0, -2, 2, 1, -1, 0])
