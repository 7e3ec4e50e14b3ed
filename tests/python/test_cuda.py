"""Streams, events and memory of the package's own."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import trtplugins as tp
from trtplugins import cuda


def unusable() -> tp.memory.MemoryResource:
    """For arrays that nobody reads."""
    return tp.memory.callback(lambda size, stream: 1 << 40, lambda *_: None)


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros((2, 4), np.float32), "expected a host array float32[2, 3], got float32[2, 4]"),
        (np.zeros((2, 3), np.int32), "expected a host array float32[2, 3], got int32[2, 3]"),
        (np.zeros((3, 2), np.float32).T, "expected a contiguous host array"),
    ],
)
def test_a_host_array_that_does_not_fit_is_refused(array: Any, message: str) -> None:
    target = cuda.empty((2, 3), resource=unusable())
    for copy in (target.copy_from, target.copy_to):
        with pytest.raises(tp.Error, match=re.escape(message)):
            copy(array)


def test_pinned_memory_of_nothing_is_an_empty_array() -> None:
    assert cuda.pinned((0, 3), "float16").shape == (0, 3)


@pytest.mark.gpu
def test_copies_on_streams_that_wait_for_each_other(rng: np.random.Generator) -> None:
    values = rng.standard_normal((64, 1024)).astype(np.float32)
    given, result = cuda.pinned(values.shape), cuda.pinned(values.shape)
    given[...] = values
    start, end = cuda.Event(), cuda.Event()
    with cuda.Stream() as one, cuda.Stream() as other:
        array = cuda.empty(values.shape, stream=one)
        start.record(one)
        array.copy_from(given)
        end.record(one)
        other.wait(end)
        same = cuda.empty(values.shape, stream=other)
        tp._core.cuda.copy_on_device(same._address, array._address, values.nbytes, other.handle)
        one.wait(other)
        same.copy_to(result)
        other.synchronize()
        np.testing.assert_array_equal(result, values)
        np.testing.assert_array_equal(array.numpy(), values)
        assert end.milliseconds_since(start) > 0
        del array, same
    with pytest.raises(tp.Error, match="the stream is closed"):
        one.synchronize()


@pytest.mark.gpu
def test_pinned_memory_lives_as_long_as_its_array() -> None:
    arrays = [cuda.pinned((1 << 18,), "int32") for _ in range(4)]
    for i, array in enumerate(arrays):
        array[...] = i
    views = [array[::2] for array in arrays]
    del arrays, array
    assert [int(v.sum()) for v in views] == [i << 17 for i in range(4)]
