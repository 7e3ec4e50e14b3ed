"""Where device memory comes from: resources for `build()`, `Engine` and your own use.

For example `Engine.load("model.plan", allocator=async_pool("256 MiB"))`.
"""

from __future__ import annotations

import re

from trtplugins._core import Error, MemoryResource, OutOfMemory
from trtplugins._core import async_pool as _async_pool
from trtplugins._core import cuda_memory as _cuda_memory

__all__ = ["MemoryResource", "OutOfMemory", "async_pool", "cuda", "parse_size"]

_UNITS = {"": 1, "b": 1}
_UNITS.update({f"{p}b": 1000**i for i, p in enumerate("kmgt", start=1)})
_UNITS.update({f"{p}ib": 1024**i for i, p in enumerate("kmgt", start=1)})


def cuda() -> MemoryResource:
    """Plain cudaMalloc and cudaFree."""
    return _cuda_memory()


def async_pool(release_threshold: str | int | None = None) -> MemoryResource:
    """A stream-ordered pool of its own on the current device.

    Args:
        release_threshold: how much of what is not in use the pool keeps instead of giving it back
            to the device, as `parse_size` reads it; everything by default.

    Raises:
        Error: there is no GPU, or it has no memory pools.
    """
    threshold = None if release_threshold is None else parse_size(release_threshold)
    return _async_pool(threshold)


def parse_size(size: str | int) -> int:
    """Bytes: a number, or a text such as "4 GiB", "512MB" or "1.5 KiB".

    Raises:
        Error: it is not such a text, or negative.
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*", str(size).lower())
    if match is None or match[2] not in _UNITS:
        raise Error(f"expected a size such as 1048576, '512 MiB' or '4 GiB', got {size!r}")
    number, unit = match[1], _UNITS[match[2]]
    return int(float(number) * unit) if "." in number else int(number) * unit
