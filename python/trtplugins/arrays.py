"""Arrays of whatever framework: where their data is, and new ones of the same kind."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from trtplugins import _core

CUDA_LEGACY_STREAM = 1  # what __cuda_array_interface__ and __cuda_stream__ call the default stream


@dataclass(frozen=True)
class View:
    """An array as an engine sees it: contiguous, `dtype` a numpy name."""

    address: int
    dtype: str
    shape: tuple[int, ...]


class DeviceArray:
    """An output in device memory where the inputs' framework is not known.

    Any framework takes it by `__cuda_array_interface__`. Its memory is freed with it.
    """

    def __init__(self, shape: tuple[int, ...], dtype: str, resource: _core.MemoryResource) -> None:
        self.shape, self.dtype = shape, np.dtype(dtype)
        self._size = int(np.prod(shape, dtype=np.int64)) * self.dtype.itemsize
        self._resource = resource
        self._address = resource.allocate(self._size)

    def __del__(self) -> None:
        if getattr(self, "_address", 0):
            self._resource.deallocate(self._address, self._size)

    @property
    def __cuda_array_interface__(self) -> dict[str, Any]:
        return {
            "shape": self.shape,
            "typestr": self.dtype.str,
            "data": (self._address, False),
            "strides": None,
            "version": 3,
        }

    def numpy(self, stream: int = 0) -> npt.NDArray[Any]:
        """A copy in host memory, once what is queued on `stream` is done."""
        out = np.empty(self.shape, self.dtype)
        _core.cuda.copy_to_host(out, self._address, stream)
        _core.cuda.stream_synchronize(stream)
        return out


def is_torch(array: Any) -> bool:
    """Whether it is a PyTorch tensor; PyTorch is not imported to find out."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(array, torch.Tensor)


def is_cupy(array: Any) -> bool:
    """Whether it is a CuPy array."""
    cupy = sys.modules.get("cupy")
    return cupy is not None and isinstance(array, cupy.ndarray)


def on_device(array: Any) -> bool:
    """Whether the data is in device memory, as far as its framework says."""
    if is_torch(array):
        return bool(array.is_cuda)
    return hasattr(array, "__cuda_array_interface__") or _dlpack_on_device(array)


def host_view(name: str, array: Any, dtype: str) -> npt.NDArray[Any]:
    """The array as a contiguous one of numpy with this dtype.

    Whole numbers are converted to another type of whole numbers if all of them fit. Nothing else
    is converted.
    """
    a: npt.NDArray[Any] = np.ascontiguousarray(np.asarray(array)).reshape(np.shape(array))
    if a.dtype == dtype:
        return a
    if a.dtype.kind in "iu" and np.dtype(dtype).kind in "iu":
        narrow: npt.NDArray[Any] = a.astype(dtype)
        if np.array_equal(narrow, a):
            return narrow
        raise _core.Error(f"input {name!r}: some of its {a.dtype} values do not fit {dtype}")
    raise _core.Error(f"input {name!r}: expected {dtype}, got {a.dtype}")


def device_view(role: str, array: Any) -> View:
    """Where the data of a device array is. `role` is for messages: "input 'x'".

    Raises:
        Error: it is not contiguous, or not on the current device.
    """
    if is_torch(array):
        if not array.is_contiguous():
            raise _core.Error(f"{role}: expected a contiguous tensor, got strides {array.stride()}")
        return _checked(role, View(array.data_ptr(), _torch_dtype(array), tuple(array.shape)))
    if not hasattr(array, "__cuda_array_interface__"):
        return device_view(role, _from_dlpack(role, array))
    interface = array.__cuda_array_interface__
    dtype, shape = np.dtype(interface["typestr"]), tuple(interface["shape"])
    strides = interface.get("strides")
    if strides is not None and tuple(strides) != _strides(shape, dtype.itemsize):
        raise _core.Error(f"{role}: expected a contiguous array, got strides {tuple(strides)}")
    return _checked(role, View(interface["data"][0], dtype.name, shape))


def empty_like(
    first: Any, shape: tuple[int, ...], dtype: str, resource: _core.MemoryResource
) -> Any:
    """A new array in device memory, of the framework that `first` is of."""
    if is_torch(first):
        torch = sys.modules["torch"]
        return torch.empty(shape, dtype=getattr(torch, dtype), device=first.device)
    if is_cupy(first):
        return sys.modules["cupy"].empty(shape, dtype)
    return DeviceArray(shape, dtype, resource)


def current_stream(first: Any) -> int:
    """The stream that the framework of `first` is working on."""
    if is_torch(first):
        return int(sys.modules["torch"].cuda.current_stream(first.device).cuda_stream)
    if is_cupy(first):
        return int(sys.modules["cupy"].cuda.get_current_stream().ptr)
    return 0


def stream_handle(stream: Any) -> int:
    """A cudaStream_t from a number, or from a stream object of any framework."""
    if isinstance(stream, int):
        return stream
    protocol = getattr(stream, "__cuda_stream__", None)
    if protocol is not None:
        return int((protocol() if callable(protocol) else protocol)[1])
    for attribute in ("cuda_stream", "ptr", "handle"):  # PyTorch, CuPy, others
        value = getattr(stream, attribute, None)
        if value is not None:
            return int(value)
    raise _core.Error(f"stream: expected a number or a stream object, got {type(stream).__name__}")


def _checked(role: str, view: View) -> View:
    if 0 in view.shape:
        return view
    device = _core.cuda.device_of(view.address)
    if device is None:
        raise _core.Error(f"{role}: its address is not in device memory")
    current = _core.cuda.current_device()
    if device != current:
        raise _core.Error(f"{role}: it is on GPU {device}, the engine runs on GPU {current}")
    return view


def _torch_dtype(tensor: Any) -> str:
    return str(tensor.dtype).rpartition(".")[2]


def _strides(shape: tuple[int, ...], itemsize: int) -> tuple[int, ...]:
    out, step = [], itemsize
    for extent in reversed(shape):
        out.append(step)
        step *= extent
    return tuple(reversed(out))


def _dlpack_on_device(array: Any) -> bool:
    if not hasattr(array, "__dlpack_device__"):
        return False
    kind = int(array.__dlpack_device__()[0])
    return kind in (2, 13)  # kDLCUDA, kDLCUDAManaged


def _from_dlpack(role: str, array: Any) -> Any:
    for framework in ("torch", "cupy"):
        module = sys.modules.get(framework)
        if module is not None:
            return module.from_dlpack(array)
    raise _core.Error(
        f"{role}: expected an array with __cuda_array_interface__, got {type(array).__name__} "
        "(one with DLPack alone needs PyTorch or CuPy to be imported)"
    )
