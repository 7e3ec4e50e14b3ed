"""DFT: shapes, errors, and lengths that random shapes do not reach."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trtplugins as tp
from support.models import build
from trtplugins import _core
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model

DFT = find("DFT")


@given(
    shape=st.lists(st.integers(1, 20), min_size=1, max_size=3),
    length=st.one_of(st.none(), st.integers(1, 30)),
    data=st.data(),
)
def test_shapes_are_numpys(shape: list[int], length: int | None, data: st.DataObject) -> None:
    axis = data.draw(st.integers(0, len(shape) - 1))
    given_length = {} if length is None else {"dft_length": length}
    x = np.zeros(shape)

    def found(parts: int, **attributes: int) -> list[int]:
        instance = DFT.make(axis=axis, **given_length, **attributes)
        return instance.shapes([[*shape, parts]])[0]

    assert found(2) == [*np.fft.fft(x, length, axis).shape, 2]
    assert found(1, onesided=1) == [*np.fft.rfft(x, length, axis).shape, 2]
    if length or shape[axis] > 1:
        assert found(2, inverse=1, onesided=1) == [*np.fft.irfft(x, length, axis).shape, 1]


@pytest.mark.parametrize(
    ("shape", "attributes", "message"),
    [
        ([2, 3, 2], {"axis": 2}, "attribute 'axis': expected a dimension before the last one"),
        ([2, 3, 2], {"axis": -1}, "attribute 'axis': expected a dimension before the last one"),
        ([2, 3, 2], {"axis": -4}, "attribute 'axis': expected a value in [-3, 2]"),
        ([2, 3, 3], {}, "input 'input': expected 1 or 2 as the last dimension, got 3"),
        ([2], {"axis": 0}, "input 'input': expected at least 2 dimensions, got 1"),
    ],
)
def test_what_does_not_fit_is_named(
    shape: list[int], attributes: dict[str, int], message: str
) -> None:
    with pytest.raises(_core.Error, match="^DFT: " + re.escape(message)):
        DFT.make(**attributes).shapes([shape])


def test_length_is_positive() -> None:
    with pytest.raises(_core.Error, match="attribute 'dft_length': expected a finite value >= 1"):
        DFT.make(dft_length=0)


def _engine(attributes: dict[str, Any], shape: tuple[int, ...], dtype: str) -> tp.Engine:
    out = DFT.make(**attributes).shapes([list(shape)])[0]
    model = operator_model(
        DFT, [Tensor("input", dtype, shape)], [Tensor("output", dtype, tuple(out))], attributes
    )
    return build(model, precision="fp16" if dtype == "float16" else "fp32")


# In one kernel, in two passes, as a convolution in one kernel and in two passes; of each the
# smallest and some that are large.
LENGTHS = [1, 2, 2048, 4096, 2187, 3003, 1009, 2039, 4097, 8192, 30030, 65536, 4099, 65537, 1 << 20]


@pytest.mark.gpu
@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("inverse", [0, 1])
def test_complex_numbers_of_any_length(length: int, inverse: int, rng: np.random.Generator) -> None:
    x = rng.standard_normal((3, length, 2)).astype(np.float32)
    y = _engine({"axis": 1, "inverse": inverse}, x.shape, "float32")(input=x)
    z = x[..., 0].astype(np.float64) + 1j * x[..., 1]
    expected = np.fft.ifft(z) if inverse else np.fft.fft(z)
    _assert_close(y[..., 0] + 1j * y[..., 1], expected)


@pytest.mark.gpu
@pytest.mark.parametrize("length", [2, 4096, 8192, 6006, 3003, 1018, 16384, 8198])
def test_real_numbers_there_and_back(length: int, rng: np.random.Generator) -> None:
    x = rng.standard_normal((3, length, 1)).astype(np.float32)
    y = _engine({"axis": 1, "onesided": 1}, x.shape, "float32")(input=x)
    _assert_close(y[..., 0] + 1j * y[..., 1], np.fft.rfft(x[..., 0].astype(np.float64)))
    attributes = {"axis": 1, "onesided": 1, "inverse": 1, "dft_length": length}
    _assert_close(_engine(attributes, y.shape, "float32")(input=y), x)


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("shape", [(2, 1024, 7, 2), (2, 4096, 3, 2), (2, 5000, 3, 2)])
def test_columns(shape: tuple[int, ...], dtype: str, rng: np.random.Generator) -> None:
    x = rng.standard_normal(shape).astype(dtype)
    y = _engine({"axis": 1}, shape, dtype)(input=x).astype(np.float64)
    expected = np.fft.fft(x[..., 0].astype(np.float64) + 1j * x[..., 1], axis=1)
    _assert_close(y[..., 0] + 1j * y[..., 1], expected, 1e-3 if dtype == "float16" else 1e-6)


@pytest.mark.gpu
def test_rows_keep_to_themselves(rng: np.random.Generator) -> None:
    """A small signal beside a large one, or one with a NaN, is transformed as well as alone."""
    x = rng.standard_normal((4, 1024, 1)).astype(np.float32)
    x[0] *= 1e20
    x[2, 5] = np.nan
    y = _engine({"axis": 1, "onesided": 1}, x.shape, "float32")(input=x)
    assert np.isnan(y[2]).all()
    for row in (1, 3):
        expected = np.fft.rfft(x[row, :, 0].astype(np.float64))
        _assert_close(y[row, :, 0] + 1j * y[row, :, 1], expected)


def _assert_close(got: Any, expected: Any, bound: float = 1e-6) -> None:
    """Errors are in proportion to the root mean square of all bins."""
    size = np.sqrt(np.mean(np.abs(expected) ** 2))
    assert np.max(np.abs(got - expected)) < 4 * bound * size
    assert np.sqrt(np.mean(np.abs(got - expected) ** 2)) < bound * size
