"""Functions of the application as a resource, and what they do wrong."""

from __future__ import annotations

import ctypes
import gc
import weakref
from typing import Any

import pytest

import trtplugins as tp
from support.heap import Heap
from trtplugins import _core


@pytest.mark.parametrize("alignment", [1, 16, 256])
def test_alignment_beyond_the_functions_own(alignment: int) -> None:
    heap = Heap(alignment)
    blocks = [(heap.resource.allocate(100, a), 100, a) for a in (1, 16, 256, 4096) for _ in "ab"]
    assert all(address % a == 0 for address, _, a in blocks)
    for block in blocks:
        heap.resource.deallocate(*block)
    assert not heap.live


def test_streams_reach_the_functions() -> None:
    heap = Heap()
    heap.resource.deallocate(heap.resource.allocate(8, stream=7), 8, stream=9)
    assert heap.streams == [7, 9]


@pytest.mark.parametrize(
    ("allocate", "kind", "message"),
    [
        (lambda size, stream: None, tp.memory.OutOfMemory, "mine: cannot allocate 64 bytes"),
        (lambda size, stream: 0, tp.memory.OutOfMemory, "mine: cannot allocate 64 bytes"),
        (lambda size, stream: [][size], tp.Error, "mine: allocate raised IndexError: list index"),
        (lambda size: 256, tp.Error, "mine: allocate raised TypeError"),
        (lambda size, stream: "256", tp.Error, "mine: allocate raised TypeError: 'str'"),
        (lambda size, stream: 2**70, tp.Error, "mine: allocate raised OverflowError"),
        (lambda size, stream: 100, tp.Error, "mine: expected an address aligned to 256 bytes"),
    ],
)
def test_an_allocation_that_goes_wrong(allocate: Any, kind: Any, message: str) -> None:
    freed: list[int] = []
    resource = tp.memory.callback(
        allocate, lambda address, size, stream: freed.append(address), name="mine"
    )
    with pytest.raises(tp.Error, match=message) as raised:
        resource.allocate(64)
    assert type(raised.value) is kind
    assert freed == ([100] if "aligned" in message else [])


@pytest.mark.parametrize("alignment", [0, 3, 768])
def test_an_alignment_that_is_none(alignment: int) -> None:
    with pytest.raises(tp.Error, match=f"mine: expected an alignment .* got {alignment}"):
        tp.memory.callback(lambda *_: 0, lambda *_: None, name="mine", alignment=alignment)
    with pytest.raises(tp.Error, match=f"heap: expected an alignment .* got {alignment}"):
        Heap().resource.allocate(1, alignment)


class OutOfMemoryError(RuntimeError):
    """As PyTorch and CuPy call theirs."""


@pytest.mark.parametrize("kind", [MemoryError, OutOfMemoryError, tp.memory.OutOfMemory])
def test_no_memory_by_any_name(kind: Any) -> None:
    def allocate(size: int, stream: int) -> int:
        raise kind("nothing left")

    resource = tp.memory.arena(tp.memory.callback(allocate, lambda *_: None))
    with pytest.raises(tp.memory.OutOfMemory, match=f"{kind.__name__}: nothing left"):
        resource.allocate(1)


def test_a_deallocation_that_raises(heap: Heap) -> None:
    def deallocate(address: int, size: int, stream: int) -> None:
        heap.deallocate(address, size, stream)
        raise ValueError("too late")

    resource = tp.memory.callback(heap.allocate, deallocate)
    with pytest.raises(tp.Error, match="callback: deallocate raised ValueError: too late"):
        resource.deallocate(resource.allocate(8), 8)


def test_one_that_raises_for_a_resource_that_is_destroyed(heap: Heap, warnings: list[str]) -> None:
    def deallocate(address: int, size: int, stream: int) -> None:
        raise ValueError("not now")

    arena = tp.memory.arena(tp.memory.callback(heap.allocate, deallocate))
    arena.deallocate(arena.allocate(8), 8)
    del arena
    assert len(warnings) == 1
    assert "deallocate raised ValueError: not now" in warnings[0]


def test_functions_may_come_back_to_the_resource(heap: Heap) -> None:
    """As a garbage collection does that runs in them: no lock is held meanwhile."""
    resources: list[tp.memory.TrackingResource] = []
    pending: list[int] = []

    def allocate(size: int, stream: int) -> int:
        while pending:
            resources[0].deallocate(pending.pop(), 64)
        return heap.allocate(size, stream)

    tracking = tp.memory.tracking(
        tp.memory.arena(tp.memory.callback(allocate, heap.deallocate, stream_ordered=False), 4096)
    )
    resources.append(tracking)
    pending.append(tracking.allocate(64))
    large = tracking.allocate(1 << 20)
    assert tracking.figures.live == 1
    tracking.deallocate(large, 1 << 20)
    resources.clear()


def test_functions_of_c() -> None:
    """Of the C library, whose arguments beyond those it has are not read."""
    libc = ctypes.CDLL(None)
    malloc, free = (
        ctypes.cast(function, ctypes.c_void_p).value or 0 for function in (libc.malloc, libc.free)
    )
    resource = tp.memory.tracking(
        tp.memory.callback(malloc, free, name="libc", alignment=16, stream_ordered=False)
    )
    _core.memory_churn(resource, pairs=1000, threads=2, largest=10_000)
    assert (resource.figures.allocations, resource.figures.live) == (1000, 0)
    with pytest.raises(tp.Error, match="expected a function to allocate"):
        tp.memory.callback(0, free)


def test_functions_go_with_the_resource() -> None:
    def allocate(size: int, stream: int) -> int:
        return 0

    alive = weakref.ref(allocate)
    resource = tp.memory.limit(tp.memory.callback(allocate, lambda *_: None), 100)
    del allocate
    gc.collect()
    assert alive() is not None
    del resource
    assert alive() is None
