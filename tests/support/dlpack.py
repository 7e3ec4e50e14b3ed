"""Arrays that say where their data is by DLPack, and in no other way."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any, Optional

CPU, CUDA = 1, 2
NAME = b"dltensor"


class _Tensor(ctypes.Structure):
    _fields_ = (
        ("data", ctypes.c_void_p),
        ("device_type", ctypes.c_int32),
        ("device_id", ctypes.c_int32),
        ("ndim", ctypes.c_int32),
        ("code", ctypes.c_uint8),
        ("bits", ctypes.c_uint8),
        ("lanes", ctypes.c_uint16),
        ("shape", ctypes.POINTER(ctypes.c_int64)),
        ("strides", ctypes.POINTER(ctypes.c_int64)),
        ("byte_offset", ctypes.c_uint64),
        ("manager", ctypes.c_void_p),
        ("deleter", ctypes.c_void_p),
    )


class Array:
    """float32 at an address; `streams` is what it was asked to be ready for."""

    def __init__(
        self,
        address: int,
        shape: Sequence[int],
        strides: Optional[Sequence[int]] = None,
        device: tuple[int, int] = (CUDA, 0),
        offset: int = 0,
    ) -> None:
        self.streams: list[Any] = []
        self._device = device
        extents = (ctypes.c_int64 * len(shape))(*shape)
        steps = None if strides is None else (ctypes.c_int64 * len(strides))(*strides)
        self._kept = extents, steps
        self._tensor = _Tensor(
            address - offset, *device, len(shape), 2, 32, 1, extents, steps, offset, None, None
        )

    def __dlpack_device__(self) -> tuple[int, int]:
        return self._device

    def __dlpack__(self, stream: Any = None) -> Any:
        self.streams.append(stream)
        make = ctypes.pythonapi.PyCapsule_New
        make.restype = ctypes.py_object
        make.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        return make(ctypes.addressof(self._tensor), NAME, None)


class Shy:
    """Another's array, of which only DLPack's functions show."""

    def __init__(self, array: Any) -> None:
        self._array = array

    def __dlpack_device__(self) -> Any:
        return self._array.__dlpack_device__()

    def __dlpack__(self, **options: Any) -> Any:
        return self._array.__dlpack__(**options)
