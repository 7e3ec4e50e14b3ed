"""The CUDA device as benchmarks use it, through `cuda.bindings`: events, copies, plain memory."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from trtplugins._core import Error

try:
    from cuda.bindings import runtime as cudart
except ImportError:
    cudart = None


class Device:
    """The current device and one stream of it. Frees what it allocated when closed."""

    def __init__(self) -> None:
        if cudart is None:
            raise Error("benchmarks need cuda.bindings: pip install cuda-bindings")
        properties = _check(cudart.cudaGetDeviceProperties(_check(cudart.cudaGetDevice())))
        self.name: str = properties.name.decode().rstrip("\0")
        self.compute_capability = f"{properties.major}.{properties.minor}"
        self.cache_bytes: int = properties.l2CacheSize
        self.memory_bytes: int = properties.totalGlobalMem
        self.stream = int(_check(cudart.cudaStreamCreateWithFlags(cudart.cudaStreamNonBlocking)))
        self._allocated: list[int] = []

    def __enter__(self) -> Device:
        return self

    def __exit__(self, *_: object) -> None:
        self.free_all()
        cudart.cudaStreamDestroy(self.stream)

    def array(self, shape: Sequence[int], dtype: str) -> Array:
        """Uninitialised device memory, as an array that implements `__cuda_array_interface__`."""
        size = max(1, math.prod(shape) * np.dtype(dtype).itemsize)
        pointer = int(_check(cudart.cudaMalloc(size)))
        self._allocated.append(pointer)
        return Array(pointer, tuple(shape), np.dtype(dtype), self.stream)

    def free_all(self) -> None:
        """Free every array there is."""
        self.synchronize()
        while self._allocated:
            cudart.cudaFree(self._allocated.pop())

    def free_bytes(self) -> int:
        """Device memory that is not in use."""
        free, _ = _check(cudart.cudaMemGetInfo())
        return int(free)

    def copy(self, destination: Array, source: Array) -> None:
        """Enqueue a copy from device to device."""
        kind = cudart.cudaMemcpyKind.cudaMemcpyDeviceToDevice
        pointers = destination.pointer, source.pointer
        _check(cudart.cudaMemcpyAsync(*pointers, source.nbytes, kind, self.stream))

    def upload(self, destination: Array, values: np.ndarray[Any, Any]) -> None:
        """Copy from the host; returns when it is done."""
        contiguous = np.ascontiguousarray(values, destination.dtype)
        kind = cudart.cudaMemcpyKind.cudaMemcpyHostToDevice
        _check(
            cudart.cudaMemcpy(destination.pointer, contiguous.ctypes.data, destination.nbytes, kind)
        )

    def elapsed_ms(self, body: Callable[[], None]) -> Callable[[], float]:
        """Run `body` between two events; the result reads the time once they have passed."""
        start, end = _check(cudart.cudaEventCreate()), _check(cudart.cudaEventCreate())
        _check(cudart.cudaEventRecord(start, self.stream))
        body()
        _check(cudart.cudaEventRecord(end, self.stream))

        def read() -> float:
            elapsed = float(_check(cudart.cudaEventElapsedTime(start, end)))
            cudart.cudaEventDestroy(start)
            cudart.cudaEventDestroy(end)
            return elapsed

        return read

    def synchronize(self) -> None:
        """Wait for everything enqueued; raises what went wrong in it."""
        _check(cudart.cudaDeviceSynchronize())


class Array:
    """Device memory with a shape and a type; what uses it must not outlive its `Device`."""

    def __init__(
        self, pointer: int, shape: tuple[int, ...], dtype: np.dtype[Any], stream: int
    ) -> None:
        self.pointer = pointer
        self.shape = shape
        self.dtype = dtype
        self.nbytes = math.prod(shape) * dtype.itemsize
        self.__cuda_array_interface__ = {
            "shape": shape,
            "typestr": dtype.str,
            "data": (pointer, False),
            "version": 3,
            "stream": stream,
        }


def _check(result: Any) -> Any:
    """The value of a call of cuda.bindings, whose first result is a status."""
    status, *values = result
    if status != cudart.cudaError_t.cudaSuccess:
        _, text = cudart.cudaGetErrorString(status)
        raise Error(f"CUDA: {text.decode()}")
    return values[0] if len(values) == 1 else tuple(values)
