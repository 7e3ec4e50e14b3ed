"""Where device memory comes from: resources for `build()`, `Engine` and your own use.

They are composed, each taking its memory from another:

    pool = memory.tracking(memory.limit(memory.async_pool(), "4 GiB"))
    engine = Engine.load("model.plan", allocator=pool)
    print(pool.figures.peak)

A resource keeps the one it takes from alive. What is still in use when one is destroyed is reported
to the logger "trtplugins.memory".
"""

from __future__ import annotations

import logging as _logging
import os
import re
from collections.abc import Callable
from typing import Union

from trtplugins import _core
from trtplugins._core import (
    ArenaResource,
    Error,
    LimitResource,
    MemoryFigures,
    MemoryResource,
    OutOfMemory,
    TrackingResource,
)
from trtplugins.framework_memory import cupy, rmm, torch
from trtplugins.nvidia_allocator import gpu_allocator

__all__ = [
    "ArenaResource",
    "LimitResource",
    "MemoryFigures",
    "MemoryResource",
    "OutOfMemory",
    "TrackingResource",
    "arena",
    "async_pool",
    "callback",
    "cuda",
    "cupy",
    "failing",
    "gpu_allocator",
    "limit",
    "logging",
    "parse_size",
    "rmm",
    "torch",
    "tracking",
]

Size = Union[str, int]  # as `parse_size` reads it

_UNITS = {"": 1, "b": 1}
_UNITS.update({f"{p}b": 1000**i for i, p in enumerate("kmgt", start=1)})
_UNITS.update({f"{p}ib": 1024**i for i, p in enumerate("kmgt", start=1)})

_log = _logging.getLogger("trtplugins.memory")
_core.set_memory_warning(_log.warning)


def cuda() -> MemoryResource:
    """Plain cudaMalloc and cudaFree."""
    return _core.cuda_memory()


def async_pool(release_threshold: Size | None = None) -> MemoryResource:
    """A stream-ordered pool of its own on the current device.

    Args:
        release_threshold: how much of what is not in use the pool keeps instead of giving it back
            to the device, as `parse_size` reads it; everything by default.

    Raises:
        Error: there is no GPU, or it has no memory pools.
    """
    threshold = None if release_threshold is None else parse_size(release_threshold)
    return _core.async_pool(threshold)


def callback(
    allocate: Callable[[int, int], int | None] | int,
    deallocate: Callable[[int, int, int], object] | int,
    *,
    name: str = "callback",
    alignment: int = 256,
    stream_ordered: bool = True,
) -> MemoryResource:
    """Memory from functions of the application. They are called from any thread.

    Args:
        allocate: (size in bytes, cudaStream_t) -> address; None, 0 or MemoryError if there is none.
            Or the address of a C function `void* (size_t size, cudaStream_t stream)`, which is
            called without Python; null if there is none.
        deallocate: (address, size in bytes, cudaStream_t). Or the address of a C function
            `void (void* address, size_t size, cudaStream_t stream)`.
        name: for error messages.
        alignment: of all addresses; where more is needed, more memory is asked for.
        stream_ordered: whether memory belongs to the stream it is allocated on and may be in use by
            earlier work of that stream. If so, TensorRT's allocations wait for the stream, and its
            deallocations for the device.

    The functions are kept as long as the resource. What they raise is in the Error of whoever asked
    for memory, `build` and `context` included; a MemoryError, or an exception that is called
    OutOfMemoryError, makes it an OutOfMemory.

    Raises:
        Error: the alignment is not a power of two.
    """
    return _core.callback_memory(
        allocate, deallocate, name=name, alignment=alignment, stream_ordered=stream_ordered
    )


def arena(upstream: MemoryResource, size: Size = "64 MiB") -> ArenaResource:
    """Parts of large chunks of the upstream's memory, without asking CUDA.

    Stream-ordered: memory goes to another stream once what was queued before it was freed is done.
    Chunks are kept until `trim()`, the end, or the upstream has nothing left.

    Args:
        upstream: where the chunks come from.
        size: of a chunk, as `parse_size` reads it; a larger allocation has a chunk of its own.
    """
    return ArenaResource(upstream, parse_size(size))


def limit(upstream: MemoryResource, size: Size) -> LimitResource:
    """Refuses, with OutOfMemory, what would make more than this size in use."""
    return LimitResource(upstream, parse_size(size))


def tracking(upstream: MemoryResource) -> TrackingResource:
    """Counts bytes and allocations, as `figures` and by tag as `tags`.

    With `with resource.tag("backbone"):` what the thread allocates has this tag.
    """
    return TrackingResource(upstream)


def logging(
    upstream: MemoryResource, to: str | os.PathLike[str] | Callable[[str], object]
) -> MemoryResource:
    """Writes each call as a line of comma-separated values.

    Args:
        upstream: where the memory comes from.
        to: a file, which is overwritten and begins with the names of the columns; or a function
            that takes lines (`_core.MEMORY_LOG_HEADER` has the names). What it raises is reported
            and dropped.

    Raises:
        Error: the file cannot be written.
    """
    return _core.logging_memory(upstream, to if callable(to) else os.fspath(to))


def failing(
    upstream: MemoryResource,
    *,
    at: int | None = None,
    above: Size | None = None,
    probability: float = 0.0,
    seed: int = 0,
) -> MemoryResource:
    """For tests: refuses some allocations with OutOfMemory.

    Args:
        upstream: where the others come from.
        at: the number of the allocation to refuse, from 1.
        above: refuse what is larger than this.
        probability: of refusing any, from 0 to 1.
        seed: of the probability; the same calls in the same order are refused again.

    Raises:
        Error: `at` is 0, or the probability is none.
    """
    size = None if above is None else parse_size(above)
    return _core.failing_memory(upstream, at=at, above=size, probability=probability, seed=seed)


def parse_size(size: Size) -> int:
    """Bytes: a number, or a text such as "4 GiB", "512MB" or "1.5 KiB".

    Raises:
        Error: it is not such a text, or negative.
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*", str(size).lower())
    if match is None or match[2] not in _UNITS:
        raise Error(f"expected a size such as 1048576, '512 MiB' or '4 GiB', got {size!r}")
    number, unit = match[1], _UNITS[match[2]]
    return int(float(number) * unit) if "." in number else int(number) * unit
