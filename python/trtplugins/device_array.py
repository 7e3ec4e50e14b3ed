"""Arrays in device memory that belong to no framework."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from trtplugins import _core

LEGACY_STREAM = 1  # what __cuda_array_interface__ calls stream 0


class Form(NamedTuple):
    """All that arrays alike have in common."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    gpu: int | None  # whose memory it is; None if it is empty
    size: int  # in bytes


class DeviceArray:
    """An output in device memory where the inputs' framework is not known.

    Any framework takes it by `__cuda_array_interface__`. Its memory is freed with it, once what is
    queued on its stream is done.
    """

    __slots__ = (
        "__weakref__",
        "_address",
        "_form",
        "_memory",
        "_size",
        "_stream",
        "dtype",
        "keep",
        "shape",
    )

    def __init__(
        self,
        shape: Sequence[int],
        dtype: str,
        resource: _core.MemoryResource,
        stream: int = 0,
        keep: Any = None,
    ) -> None:
        """Uninitialised memory.

        Args:
            shape: extents.
            dtype: as numpy calls it.
            resource: where the memory comes from.
            stream: a cudaStream_t, the one that writes it; it must outlive the array.
            keep: what to keep alive as long as the array, such as the owner of the stream.
        """
        self.shape, self.dtype = tuple(shape), np.dtype(dtype)
        self._size = math.prod(self.shape) * self.dtype.itemsize
        self._stream, self.keep = stream, keep
        self._form: Form | None = None  # once somebody has asked
        self._address, self._memory = resource.allocate_owned(self._size, 256, stream)

    def __repr__(self) -> str:
        return f"<DeviceArray {self.dtype}{list(self.shape)}>"

    @property
    def __cuda_array_interface__(self) -> dict[str, Any]:
        return {
            "shape": self.shape,
            "typestr": self.dtype.str,
            "data": (self._address, False),
            "strides": None,
            "stream": self._stream or LEGACY_STREAM,
            "version": 3,
        }

    @property
    def form(self) -> Form:
        """Shape, dtype, GPU and size."""
        if self._form is None:
            gpu = _core.cuda.device_of(self._address) if self._address else None
            self._form = Form(self.shape, self.dtype, gpu, self._size)
        return self._form

    def copy_from(self, array: npt.NDArray[Any]) -> DeviceArray:
        """Copies a host array of the same shape and dtype here, on the array's stream.

        From pinned memory that is asynchronous: it has to stay as it is until the copy is done.
        """
        self._check(array)
        _core.cuda.copy_to_device(self._address, array, self._stream)
        return self

    def copy_to(self, array: npt.NDArray[Any]) -> None:
        """Copies to a host array of the same shape and dtype, on the array's stream.

        To pinned memory that is asynchronous: the values are there once the copy is done.
        """
        self._check(array)
        _core.cuda.copy_to_host(array, self._address, self._stream)

    def _check(self, array: npt.NDArray[Any]) -> None:
        if array.shape != self.shape or array.dtype != self.dtype:
            raise _core.Error(
                f"expected a host array {self.dtype}{list(self.shape)}, "
                f"got {array.dtype}{list(array.shape)}"
            )
        if not array.flags.c_contiguous:
            raise _core.Error("expected a contiguous host array; numpy.ascontiguousarray makes one")

    def numpy(self) -> npt.NDArray[Any]:
        """A copy in host memory, once what is queued on its stream is done."""
        out = np.empty(self.shape, self.dtype)
        if self._size:
            _core.cuda.copy_to_host(out, self._address, self._stream)
            _core.cuda.stream_synchronize(self._stream)
        return out


def adopt(form: Form, address: int, memory: object, stream: int, keep: Any) -> DeviceArray:
    """An array of this form in memory that there is already and that goes with `memory`.

    A function of its own, since it is called once per inference: less has to be found out than by
    the constructor.
    """
    array = DeviceArray.__new__(DeviceArray)
    array._form = form
    array.shape, array.dtype, _, array._size = form
    array._address, array._memory = address, memory
    array._stream, array.keep = stream, keep
    return array
