"""Arrays of whatever framework: where their data is, and new ones of the same kind.

PyTorch and CuPy are never imported here: who has an array of theirs has imported them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from trtplugins import _core
from trtplugins.device_array import LEGACY_STREAM, DeviceArray

_CUDA_MEMORY = (2, 13)  # DLPack's kDLCUDA and kDLCUDAManaged
NO_WAITING = -1  # of the argument `stream` of __dlpack__
_torch_dtypes: dict[Any, str] = {}  # numpy's names of PyTorch's dtypes


class View(NamedTuple):
    """A contiguous array in device memory. `array` is what it belongs to."""

    address: int  # 0 if it is empty
    dtype: str  # as numpy calls it
    shape: Sequence[int]
    array: Any


def is_torch(array: Any) -> bool:
    """Whether it is a PyTorch tensor."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(array, torch.Tensor)


def is_cupy(array: Any) -> bool:
    """Whether it is a CuPy array."""
    cupy = sys.modules.get("cupy")
    return cupy is not None and isinstance(array, cupy.ndarray)


def on_device(array: Any) -> bool:
    """Whether the data is in device memory, as far as its framework says."""
    if isinstance(array, np.ndarray):
        return False
    if is_torch(array):
        return bool(array.is_cuda)
    if hasattr(array, "__cuda_array_interface__"):
        return True
    dlpack_device = getattr(array, "__dlpack_device__", None)
    return dlpack_device is not None and int(dlpack_device()[0]) in _CUDA_MEMORY


def host_view(role: str, array: Any, dtype: str) -> npt.NDArray[Any]:
    """The array as a contiguous one of numpy with this dtype. `role` is for errors: "input 'x'".

    Whole numbers are converted to another type of whole numbers if all of them fit. Nothing else
    is converted.

    Raises:
        Error: the dtype is another one, or it is no array.
    """
    a = _to_numpy(role, array, dtype)
    if a.dtype == dtype:
        return a
    if a.dtype.kind in "iu" and np.dtype(dtype).kind in "iu":
        narrow: npt.NDArray[Any] = a.astype(dtype)
        if np.array_equal(narrow, a):
            return narrow
        raise _core.Error(f"{role}: some of its {a.dtype} values do not fit {dtype}")
    raise _core.Error(f"{role}: expected {dtype}, got {a.dtype}")


def device_view(role: str, array: Any, device: int) -> View:
    """Where the data of a device array is. `role` is for errors: "input 'x'".

    Raises:
        Error: it is not contiguous, or not in the memory of this device.
    """
    if is_torch(array):
        return _torch_view(role, array, device)
    interface = getattr(array, "__cuda_array_interface__", None)
    if interface is None:
        return _dlpack_view(role, array, device)
    shape = interface["shape"]
    dtype, itemsize = _dtype(interface["typestr"])
    if 0 in shape:
        return View(0, dtype, shape, array)
    strides = interface.get("strides")
    if strides is not None and not _contiguous(shape, strides, itemsize):
        raise _not_contiguous(role, shape, strides)
    address = interface["data"][0]
    _check_address(role, address, device)
    return View(address, dtype, shape, array)


def empty(
    like: Any,
    shape: Sequence[int],
    dtype: str,
    resource: _core.MemoryResource,
    stream: int,
    keep: Any = None,
) -> Any:
    """A new array in device memory for work on `stream`, of the framework that `like` is of.

    Args:
        like: any array in device memory.
        shape: of the new one.
        dtype: as numpy calls it.
        resource: where memory comes from if the framework is unknown.
        stream: a cudaStream_t.
        keep: what owns the stream, if anything does.
    """
    if is_torch(like):
        torch = sys.modules["torch"]
        options = {"dtype": getattr(torch, dtype), "device": like.device}
        if stream == current_stream(like):
            return torch.empty(shape, **options)
        # PyTorch takes memory back in the order of the stream that is current now.
        with torch.cuda.stream(torch.cuda.ExternalStream(stream, device=like.device)):
            return torch.empty(shape, **options)
    if is_cupy(like):
        cupy = sys.modules["cupy"]
        if stream == current_stream(like):
            return cupy.empty(shape, dtype)
        with cupy_stream(cupy, stream):
            return cupy.empty(shape, dtype)
    if keep is None and isinstance(like, DeviceArray):
        keep = like.keep
    return DeviceArray(shape, dtype, resource, stream, keep)


class ForeignStream:
    """A cudaStream_t as the protocol __cuda_stream__ has it."""

    def __init__(self, handle: int) -> None:
        self.handle = handle

    def __cuda_stream__(self) -> tuple[int, int]:
        return (0, self.handle)


def cupy_stream(cupy: Any, handle: int) -> Any:
    """CuPy 14 has from_external; before it there was ExternalStream, which later warns."""
    make = getattr(cupy.cuda.Stream, "from_external", None)
    return make(ForeignStream(handle)) if make else cupy.cuda.ExternalStream(handle)


def current_stream(array: Any) -> int:
    """The stream that the framework of a device array is working on."""
    if type(array) is DeviceArray:
        return array._stream
    if is_torch(array):
        torch = sys.modules["torch"]
        raw = getattr(torch._C, "_cuda_getCurrentRawStream", None)  # without making an object
        if raw is not None:
            return int(raw(array.get_device()))
        return int(torch.cuda.current_stream(array.device).cuda_stream)
    if is_cupy(array):
        return int(sys.modules["cupy"].cuda.get_current_stream().ptr)
    interface = getattr(array, "__cuda_array_interface__", {})  # DLPack does not say
    stream = interface.get("stream")
    return 0 if stream in (None, LEGACY_STREAM) else int(stream)


def wait_for(array: Any, stream: int) -> None:
    """Makes `stream` wait for the one that the array's producer says it works on."""
    if type(array) is DeviceArray or is_torch(array) or is_cupy(array):
        producer = current_stream(array)
    else:
        interface = getattr(array, "__cuda_array_interface__", None)
        if interface is None and hasattr(array, "__dlpack__"):
            array.__dlpack__(stream=stream or LEGACY_STREAM)  # that is how it is asked to
            return
        handle = None if interface is None else interface.get("stream")
        if handle is None:  # the producer asks for nothing
            return
        producer = 0 if handle == LEGACY_STREAM else int(handle)
    if producer != stream:
        _core.cuda.stream_wait_stream(stream, producer)


def stream_handle(stream: Any) -> int:
    """A cudaStream_t from a number, or from a stream object of any framework.

    Raises:
        Error: it is neither.
    """
    if isinstance(stream, int):
        return stream
    protocol = getattr(stream, "__cuda_stream__", None)
    if protocol is not None:
        return int((protocol() if callable(protocol) else protocol)[1])
    for attribute in ("cuda_stream", "ptr", "handle"):  # PyTorch, CuPy, others
        value = getattr(stream, attribute, None)
        if value is not None:
            return int(value)
    if hasattr(stream, "__int__") and not isinstance(stream, float):  # cuda.bindings, numpy
        return int(stream)
    raise _core.Error(f"stream: expected a number or a stream object, got {type(stream).__name__}")


@lru_cache(maxsize=64)
def _dtype(typestr: str) -> tuple[str, int]:
    """Its name and the size of an element in bytes."""
    dtype = np.dtype(typestr)
    return dtype.name, dtype.itemsize


def _to_numpy(role: str, array: Any, dtype: str) -> npt.NDArray[Any]:
    if is_torch(array):
        array = array.detach()
    try:
        if hasattr(array, "__dlpack__") and not hasattr(array, "__array__"):
            array = np.from_dlpack(array)
        return np.asarray(array, order="C")
    except (TypeError, ValueError, RuntimeError, BufferError) as error:
        raise _core.Error(
            f"{role}: expected an array of {dtype}, got {type(array).__name__}: {error}"
        ) from error


def _torch_view(role: str, tensor: Any, device: int) -> View:
    name = _torch_dtypes.get(tensor.dtype)
    if name is None:
        name = _torch_dtypes[tensor.dtype] = str(tensor.dtype).rpartition(".")[2]
    if not tensor.is_cuda:
        raise _core.Error(f"{role}: expected device memory, got a tensor on {tensor.device}")
    if not tensor.is_contiguous():
        raise _core.Error(
            f"{role}: expected a contiguous tensor, got shape {tuple(tensor.shape)} with strides "
            f"{tensor.stride()}; call .contiguous()"
        )
    _check_device(role, tensor.get_device(), device)
    return View(tensor.data_ptr() if tensor.numel() else 0, name, tensor.shape, tensor)


def _check_device(role: str, where: int, device: int) -> None:
    if where != device:
        raise _core.Error(f"{role}: expected memory of GPU {device}, the engine's, got GPU {where}")


def _contiguous(shape: Sequence[int], strides: Sequence[int], itemsize: int) -> bool:
    step = itemsize
    for extent, stride in zip(reversed(shape), reversed(strides)):
        if extent != 1 and stride != step:
            return False
        step *= extent
    return True


def _dlpack_view(role: str, array: Any, device: int) -> View:
    if not hasattr(array, "__dlpack__"):
        raise _core.Error(
            f"{role}: expected an array with __cuda_array_interface__ or DLPack, "
            f"got {type(array).__name__}"
        )
    try:
        capsule = array.__dlpack__(stream=NO_WAITING)
        address, dtype, shape, strides, kind, _ = _core.read_dlpack(capsule)
    except Exception as error:  # whatever its framework raises
        raise _core.Error(f"{role}: cannot be read by DLPack: {error}") from error
    if kind not in _CUDA_MEMORY:
        raise _core.Error(f"{role}: expected device memory, DLPack says device type {kind}")
    if 0 in shape:
        return View(0, dtype, shape, array)
    if strides is not None and not _contiguous(shape, strides, 1):
        raise _not_contiguous(role, shape, strides)
    _check_address(role, address, device)
    return View(address, dtype, shape, array)


def _check_address(role: str, address: int, device: int) -> None:
    where = _core.cuda.device_of(address)
    if where is None:
        raise _core.Error(f"{role}: expected device memory, its address {address:#x} is not of any")
    _check_device(role, where, device)


def _not_contiguous(role: str, shape: Sequence[int], strides: Sequence[int]) -> _core.Error:
    return _core.Error(
        f"{role}: expected a contiguous array, got shape {tuple(shape)} with strides "
        f"{tuple(strides)}; copy it first (CuPy: cupy.ascontiguousarray)"
    )
