"""What arrays are taken for, as far as that needs no GPU."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import trtplugins as tp
from support import dlpack
from trtplugins import _core, arrays


class Stream:
    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)


class Number:
    def __int__(self) -> int:
        return 42


@pytest.mark.parametrize(
    "stream",
    [
        42,
        np.int64(42),
        Number(),
        Stream(cuda_stream=42),
        Stream(ptr=42),
        Stream(handle=42),
        Stream(handle=Number()),
        Stream(__cuda_stream__=(0, 42)),
        Stream(__cuda_stream__=lambda: (0, 42)),
    ],
)
def test_streams(stream: Any) -> None:
    assert arrays.stream_handle(stream) == 42


@pytest.mark.parametrize("stream", ["42", None, 42.0, Stream()])
def test_what_is_no_stream(stream: Any) -> None:
    with pytest.raises(tp.Error, match="stream: expected a number or a stream object"):
        arrays.stream_handle(stream)


@pytest.mark.parametrize(
    ("array", "dtype"),
    [
        (np.arange(6), "int32"),
        (np.array(-5, np.int64), "int8"),
        (np.array([255], np.int16), "uint8"),
        ([1, 2], "int32"),
        (np.array([], np.int64), "int32"),
    ],
)
def test_whole_numbers_that_fit(array: Any, dtype: str) -> None:
    got = arrays.host_view("input 'x'", array, dtype)
    assert got.dtype == dtype
    assert got.shape == np.shape(array)
    np.testing.assert_array_equal(got, array)


@pytest.mark.parametrize(
    ("array", "dtype"),
    [
        (np.array([0, 1 << 31]), "int32"),
        (np.array([-1]), "uint8"),
        (np.array([(1 << 64) - 1], np.uint64), "int32"),
        (np.array([128]), "int8"),
    ],
)
def test_whole_numbers_that_do_not_fit(array: Any, dtype: str) -> None:
    with pytest.raises(tp.Error, match=f"input 'x': some of its .* values do not fit {dtype}"):
        arrays.host_view("input 'x'", array, dtype)


@pytest.mark.parametrize(
    ("array", "dtype"),
    [
        (np.zeros(2, np.float64), "float32"),
        (np.zeros(2, np.float32), "float16"),
        (np.zeros(2, np.int32), "float32"),
        (np.zeros(2, np.float32), "int32"),
        (np.zeros(2, bool), "int32"),
        (np.zeros(2, ">f4"), "float32"),
        (["a"], "float32"),
        (None, "float32"),
    ],
)
def test_nothing_else_is_converted(array: Any, dtype: str) -> None:
    with pytest.raises(tp.Error, match=f"input 'x': expected {dtype}, got "):
        arrays.host_view("input 'x'", array, dtype)


def test_host_arrays_become_contiguous_and_are_not_copied_in_vain() -> None:
    a = np.arange(12, dtype=np.float32).reshape(3, 4)
    assert arrays.host_view("x", a, "float32") is a
    for strided in (a.T, a[::2], a[:, ::-1]):
        got = arrays.host_view("x", strided, "float32")
        assert got.flags.c_contiguous
        np.testing.assert_array_equal(got, strided)


def test_what_is_in_host_memory() -> None:
    assert not arrays.on_device(np.zeros(1))
    assert not arrays.on_device([1.0])
    assert not arrays.on_device(np.float32(1))


@pytest.mark.parametrize(("kind", "expected"), [(1, False), (2, True), (3, False), (13, True)])
def test_dlpack_says_where_it_is(kind: int, expected: bool) -> None:
    assert arrays.on_device(Stream(__dlpack_device__=lambda: (kind, 0))) is expected


def test_an_array_of_an_unknown_kind() -> None:
    message = "input 'x': expected an array with __cuda_array_interface__ or DLPack, got Stream"
    with pytest.raises(tp.Error, match=message):
        arrays.device_view("input 'x'", Stream(), 0)


DTYPES = ["int8", "int32", "int64", "uint8", "float16", "float32", "float64", "bool"]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("versioned", [False, True])
def test_what_dlpack_says_is_read(dtype: str, versioned: bool) -> None:
    array = np.zeros((4, 6), dtype)[1:, ::2]
    options: Any = {"max_version": (1, 0)} if versioned else {}
    try:
        capsule = array.__dlpack__(**options)
    except TypeError:
        pytest.skip("this NumPy knows no versions of DLPack")
    itemsize = array.dtype.itemsize
    strides = tuple(stride // itemsize for stride in array.strides)
    address = array.ctypes.data
    assert _core.read_dlpack(capsule) == (address, dtype, (3, 3), strides, dlpack.CPU, 0)
    assert _core.read_dlpack(capsule)[0] == address  # it was not taken
    np.testing.assert_array_equal(np.from_dlpack(dlpack.Shy(array)), array)


def test_an_offset_of_dlpack_counts() -> None:
    array = dlpack.Array(4096, (2, 3), device=(dlpack.CUDA, 5), offset=1024)
    assert _core.read_dlpack(array.__dlpack__()) == (4096, "float32", (2, 3), None, dlpack.CUDA, 5)


@pytest.mark.parametrize("what", [None, 3, object()])
def test_what_is_no_capsule_of_dlpack(what: Any) -> None:
    with pytest.raises(tp.Error, match="expected a capsule of DLPack"):
        _core.read_dlpack(what)


def test_a_host_array_of_dlpack_alone() -> None:
    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    got = arrays.host_view("input 'x'", dlpack.Shy(array), "float32")
    np.testing.assert_array_equal(got, array)
    assert np.shares_memory(got, array)


def test_torch_tensors_in_host_memory() -> None:
    torch = pytest.importorskip("torch")
    tensor = torch.ones(2, 3, requires_grad=True)
    np.testing.assert_array_equal(arrays.host_view("x", tensor, "float32"), np.ones((2, 3)))
    with pytest.raises(tp.Error, match="x: expected an array of float32, got Tensor"):
        arrays.host_view("x", tensor.bfloat16(), "float32")
    with pytest.raises(tp.Error, match="x: expected device memory, got a tensor on cpu"):
        arrays.device_view("x", tensor, 0)
