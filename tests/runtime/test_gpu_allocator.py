"""Memory as TensorRT asks for it."""

from __future__ import annotations

import threading

import numpy as np
import pytest

import trtplugins as tp
from support.heap import Heap
from trtplugins import _core


@pytest.fixture
def heap() -> Heap:
    return Heap()


def test_it_hands_out_and_takes_back(heap: Heap) -> None:
    allocator = _core.GpuAllocator(heap.resource)
    for alignment in (0, 1, 256, 1024):
        address = allocator.allocate(1000, alignment)
        assert address % max(alignment, 256) == 0
        assert allocator.deallocate(address)
    assert allocator.allocate(0) == 0
    assert allocator.deallocate(0)
    assert not heap.live


def test_refusals_are_zero_and_go_to_the_log(heap: Heap, capfd: pytest.CaptureFixture[str]) -> None:
    allocator = _core.GpuAllocator(tp.memory.limit(heap.resource, 100))
    assert allocator.allocate(101) == 0
    assert allocator.allocate(10, 768) == 0
    assert not allocator.deallocate(4096)
    assert allocator.reallocate(4096, 256, 10) == 0
    said = capfd.readouterr().err
    assert "limit(heap): cannot allocate 101 bytes: 0 bytes are in use of the 100 allowed" in said
    assert "expected an alignment that is a power of two, got 768" in said
    assert "TensorRT frees 0x1000, which it was not given" in said
    assert "TensorRT resizes 0x1000, which it was not given" in said


def test_what_a_function_raises_is_zero_too(capfd: pytest.CaptureFixture[str]) -> None:
    def allocate(size: int, stream: int) -> int:
        raise KeyError("boom")

    resource = tp.memory.callback(allocate, lambda *_: None, stream_ordered=False)
    assert _core.GpuAllocator(resource).allocate(64) == 0
    assert "callback: allocate raised KeyError: 'boom'" in capfd.readouterr().err


def test_what_fits_is_resized_where_it_is(heap: Heap) -> None:
    allocator = _core.GpuAllocator(heap.resource)
    address = allocator.allocate(1000)
    for size in (1000, 10, 500, 1000):
        assert allocator.reallocate(address, 256, size) == address
    assert heap.allocations == 1
    assert allocator.deallocate(address)
    assert not heap.live


def test_a_move_that_is_refused_leaves_all_as_it_was(heap: Heap) -> None:
    allocator = _core.GpuAllocator(tp.memory.limit(heap.resource, 1500))
    address = allocator.allocate(1000)
    assert allocator.reallocate(address, 256, 2000) == 0
    assert list(heap.live) == [address]
    assert allocator.deallocate(address)


def test_leaks_are_reported_and_given_back(heap: Heap, caplog: pytest.LogCaptureFixture) -> None:
    allocator = _core.GpuAllocator(heap.resource, "the engine 'x'")
    addresses = [allocator.allocate(size) for size in (10, 20, 30)]
    allocator.deallocate(addresses[1])
    with caplog.at_level("WARNING", "trtplugins.memory"):
        del allocator
    assert "the engine 'x': 2 allocations of 40 bytes from heap were never freed" in caplog.text
    assert not heap.live


def test_many_threads(heap: Heap) -> None:
    allocator = _core.GpuAllocator(heap.resource)

    def work(size: int) -> None:
        for _ in range(200):
            assert allocator.deallocate(allocator.allocate(size))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not heap.live
    assert heap.allocations == 1600


@pytest.mark.gpu
@pytest.mark.parametrize("pool", ["cuda", "async_pool"])
def test_a_move_keeps_the_contents(pool: str, rng: np.random.Generator) -> None:
    tracking = tp.memory.tracking(getattr(tp.memory, pool)())
    allocator = _core.GpuAllocator(tracking)
    data = rng.integers(0, 256, 1 << 20, np.uint8)
    address = allocator.allocate(data.size)
    _core.cuda.copy_to_device(address, data)
    moved = allocator.reallocate(address, 256, 4 * data.size)
    assert moved not in (0, address)
    assert tracking.figures.current == 4 * data.size
    got = np.empty_like(data)
    _core.cuda.copy_to_host(got, moved)
    _core.cuda.stream_synchronize(0)
    np.testing.assert_array_equal(got, data)
    assert allocator.deallocate(moved)
    assert tracking.figures.current == 0
