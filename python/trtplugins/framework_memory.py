"""Device memory from the allocators of PyTorch, CuPy and RMM.

Memory that one of them keeps for later is then there for TensorRT too, and the other way round.
"""

from __future__ import annotations

import importlib
from typing import Any

from trtplugins import _core
from trtplugins.arrays import ForeignStream, cupy_stream

ALIGNMENT = 256  # of all of their addresses, in bytes


def torch(device: int | None = None) -> _core.MemoryResource:
    """PyTorch's caching allocator.

    Args:
        device: the number of the GPU; by default the current one, when this is called.

    Raises:
        Error: PyTorch cannot be imported or used here.
    """
    framework = _imported("torch")
    try:
        index = framework.cuda.current_device() if device is None else device
    except (RuntimeError, AssertionError) as error:
        raise _core.Error(f"PyTorch cannot use a GPU here: {error}") from error
    owners: dict[int, int] = {}

    def allocate(size: int, stream: int) -> int:
        address = int(framework.cuda.caching_allocator_alloc(size, index, stream))
        owners[address] = stream
        return address

    def deallocate(address: int, size: int, stream: int) -> None:
        _wait_for_another(stream, owners.pop(address, stream))
        framework.cuda.caching_allocator_delete(address)

    return _core.callback_memory(allocate, deallocate, name="torch", alignment=ALIGNMENT)


def cupy(pool: Any = None) -> _core.MemoryResource:
    """A memory pool of CuPy.

    Args:
        pool: a `cupy.cuda.MemoryPool` or any other with `malloc`; by default CuPy's own.

    Raises:
        Error: CuPy cannot be imported.
    """
    framework = _imported("cupy")
    source = framework.get_default_memory_pool() if pool is None else pool
    held: dict[int, tuple[Any, int]] = {}

    def allocate(size: int, stream: int) -> int:
        null = framework.cuda.Stream.null
        with cupy_stream(framework, stream) if stream else null:  # it asks for the current one
            memory = source.malloc(size)
        held[memory.ptr] = memory, stream
        return int(memory.ptr)

    def deallocate(address: int, size: int, stream: int) -> None:
        memory, owner = held.pop(address)
        _wait_for_another(stream, owner)
        del memory

    return _core.callback_memory(allocate, deallocate, name="cupy", alignment=ALIGNMENT)


def rmm(resource: Any = None) -> _core.MemoryResource:
    """A memory resource of RMM.

    Args:
        resource: an `rmm.mr.DeviceMemoryResource`; by default the current device's.

    Raises:
        Error: RMM cannot be imported.
    """
    framework = _imported("rmm")
    source = framework.mr.get_current_device_resource() if resource is None else resource
    streams = importlib.import_module("rmm.pylibrmm.stream")

    def stream_of(handle: int) -> Any:
        return streams.Stream(ForeignStream(handle)) if handle else streams.DEFAULT_STREAM

    def allocate(size: int, stream: int) -> int:
        return int(source.allocate(size, stream_of(stream)))

    def deallocate(address: int, size: int, stream: int) -> None:
        source.deallocate(address, size, stream_of(stream))

    return _core.callback_memory(allocate, deallocate, name="rmm", alignment=ALIGNMENT)


def _imported(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise _core.Error(
            f"memory.{name}() needs the module {name}, which cannot be imported: {error}"
        ) from error


def _wait_for_another(stream: int, owner: int) -> None:
    """Before memory goes back to the stream that owns it, waits for work on the other one."""
    if stream != owner:
        _core.cuda.stream_synchronize(stream)
