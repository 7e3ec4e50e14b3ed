"""Memory resources for NVIDIA's own Python bindings."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from trtplugins import _core

if TYPE_CHECKING:
    import tensorrt as trt


def gpu_allocator(resource: _core.MemoryResource) -> trt.IGpuAllocator:
    """The resource as a `trt.IGpuAllocator` of NVIDIA's module `tensorrt`.

    Set it as `builder.gpu_allocator` or `runtime.gpu_allocator`, and keep it alive until the
    builder, the runtime, and their engines and contexts are gone. What was never freed by then is
    reported to the logger "trtplugins.memory".

    Raises:
        Error: the module cannot be imported.
    """
    try:
        import tensorrt
    except ImportError as error:
        raise _core.Error(
            "gpu_allocator() needs NVIDIA's module tensorrt, which cannot be imported: "
            f"{error}; build() and Engine take the resource itself"
        ) from error
    return _class_on(tensorrt.IGpuAllocator)(resource)


@lru_cache(maxsize=1)
def _class_on(base: Any) -> Any:
    """Made where the module is there; NVIDIA's bindings look the methods up by name."""

    class GpuAllocator(base):  # type: ignore[misc]
        def __init__(self, resource: _core.MemoryResource) -> None:
            base.__init__(self)
            self._allocator = _core.GpuAllocator(resource, "NVIDIA's bindings")

        def allocate(self, size: int, alignment: int, flags: int) -> int:
            return self._allocator.allocate(size, alignment, int(flags))

        def reallocate(self, address: int, alignment: int, new_size: int) -> int:
            return self._allocator.reallocate(address, alignment, new_size)

        def deallocate(self, memory: int) -> bool:
            return self._allocator.deallocate(memory)

        def free(self, memory: int) -> None:
            self._allocator.deallocate(memory)

    return GpuAllocator
