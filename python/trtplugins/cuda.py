"""Streams, events and memory for asynchronous calls, where no framework brings its own.

An engine takes streams and arrays of PyTorch, CuPy and cuda-python just as well.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from trtplugins import _core, arrays
from trtplugins.device_array import DeviceArray
from trtplugins.memory import MemoryResource, cuda

__all__ = ["DeviceArray", "Event", "Stream", "empty", "pinned"]


class Stream:
    """A queue of work for the current GPU, which does not wait for the default stream."""

    def __init__(self) -> None:
        """Makes a stream of its own."""
        self._handle = _core.cuda.stream_create()

    @property
    def handle(self) -> int:
        """The cudaStream_t."""
        if not self._handle:
            raise _core.Error("the stream is closed")
        return self._handle

    def __cuda_stream__(self) -> tuple[int, int]:
        return (0, self.handle)

    def synchronize(self) -> None:
        """Waits until all its work is done.

        Raises:
            Error: some of it failed, here or earlier.
        """
        _core.cuda.stream_synchronize(self.handle)

    def wait(self, other: Any) -> None:
        """Makes what is queued from now on wait for an event, or for another stream's work."""
        if isinstance(other, Event):
            _core.cuda.stream_wait_event(self.handle, other.handle)
        else:
            _core.cuda.stream_wait_stream(self.handle, arrays.stream_handle(other))

    def close(self) -> None:
        """Lets go of it; its work is still done."""
        handle, self._handle = self._handle, 0
        if handle:
            _core.cuda.stream_destroy(handle)

    def __del__(self) -> None:
        if getattr(self, "_handle", 0) and not sys.is_finalizing():
            self.close()

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Event:
    """A point in a stream's work: to wait for, or to measure from."""

    def __init__(self) -> None:
        """Makes an event that is not recorded yet; waiting for it does nothing."""
        self._handle = _core.cuda.event_create()

    @property
    def handle(self) -> int:
        """The cudaEvent_t."""
        return self._handle

    def record(self, stream: Any) -> Event:
        """Moves it to what is queued on the stream now."""
        _core.cuda.event_record(self._handle, arrays.stream_handle(stream))
        return self

    def synchronize(self) -> None:
        """Waits until the stream has come to it."""
        _core.cuda.event_synchronize(self._handle)

    def milliseconds_since(self, start: Event) -> float:
        """Between two events that are over, on the GPU's clock."""
        return _core.cuda.elapsed_ms(start._handle, self._handle)

    def __del__(self) -> None:
        if getattr(self, "_handle", 0) and not sys.is_finalizing():
            _core.cuda.event_destroy(self._handle)


def pinned(shape: Sequence[int], dtype: npt.DTypeLike = "float32") -> npt.NDArray[Any]:
    """A NumPy array, uninitialised, that the GPU copies from and to by itself.

    Copies of other host memory are not asynchronous. Making one takes long: keep it.
    """
    kind = np.dtype(dtype)
    size = math.prod(shape) * kind.itemsize
    if size == 0:
        return np.empty(shape, kind)
    return np.asarray(_core.cuda.PinnedMemory(size)).view(kind).reshape(shape)


def empty(
    shape: Sequence[int],
    dtype: npt.DTypeLike = "float32",
    *,
    stream: Any = 0,
    resource: MemoryResource | None = None,
) -> DeviceArray:
    """An array in device memory, uninitialised.

    Args:
        shape: extents.
        dtype: of its elements.
        stream: the one that works on it, as far as nothing else is said.
        resource: where the memory comes from; cudaMalloc by default.
    """
    name = np.dtype(dtype).name
    return DeviceArray(shape, name, resource or cuda(), arrays.stream_handle(stream), stream)
