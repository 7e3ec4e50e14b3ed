from __future__ import annotations

import threading

import pytest

import trtplugins as tp
from support.heap import Heap
from trtplugins.memory import MemoryFigures


def numbers(f: MemoryFigures) -> tuple[int, ...]:
    return (f.current, f.peak, f.total, f.live, f.allocations, f.failures)


def test_figures(heap: Heap) -> None:
    tracking = tp.memory.tracking(tp.memory.limit(heap.resource, 1000))
    assert numbers(tracking.figures) == (0, 0, 0, 0, 0, 0)
    a, b = tracking.allocate(300), tracking.allocate(500)
    assert numbers(tracking.figures) == (800, 800, 800, 2, 2, 0)
    tracking.deallocate(a, 300)
    with pytest.raises(tp.memory.OutOfMemory):
        tracking.allocate(501)
    c = tracking.allocate(100)
    assert numbers(tracking.figures) == (600, 800, 900, 2, 3, 1)
    tracking.reset_peak()
    assert tracking.figures.peak == 600
    tracking.deallocate(b, 500)
    tracking.deallocate(c, 100)
    assert numbers(tracking.figures) == (0, 600, 900, 0, 3, 1)
    assert tracking.allocate(0) == 0
    assert tracking.figures.allocations == 3


def test_tags_are_of_the_thread_and_of_the_allocation(heap: Heap) -> None:
    tracking = tp.memory.tracking(heap.resource)
    blocks: list[tuple[int, int]] = []

    def allocate(size: int) -> None:
        blocks.append((tracking.allocate(size), size))

    with tracking.tag("backbone"):
        allocate(1)
        with tracking.tag("head"):
            allocate(10)
            thread = threading.Thread(target=allocate, args=(1000,))
            thread.start()
            thread.join()
        with pytest.raises(KeyError), tracking.tag("broken"):
            raise KeyError
        allocate(100)
    allocate(2000)
    assert {tag: f.current for tag, f in tracking.tags.items()} == {
        "": 3000,
        "backbone": 101,
        "head": 10,
    }
    with tracking.tag("another"):  # a deallocation counts for the tag of its allocation
        for block in blocks:
            tracking.deallocate(*block)
    assert {tag: (f.current, f.live, f.peak) for tag, f in tracking.tags.items()} == {
        "": (0, 0, 3000),
        "backbone": (0, 0, 101),
        "head": (0, 0, 10),
    }


def test_what_was_not_handed_out_is_not_freed(heap: Heap) -> None:
    tracking = tp.memory.tracking(heap.resource)
    foreign = heap.resource.allocate(64)
    with pytest.raises(tp.Error, match=r"tracking\(heap\): 0x\w+ is not in use"):
        tracking.deallocate(foreign, 64)
    address = tracking.allocate(64)
    with pytest.raises(tp.Error, match=r"expected the size of the allocation .* 64 bytes, got 65"):
        tracking.deallocate(address, 65)
    tracking.deallocate(address, 64)
    with pytest.raises(tp.Error, match="is not in use"):
        tracking.deallocate(address, 64)
    heap.resource.deallocate(foreign, 64)


def test_many_threads_lose_no_count(heap: Heap) -> None:
    tracking = tp.memory.tracking(heap.resource)

    def work(index: int) -> None:
        with tracking.tag(f"thread {index}"):
            for size in range(1, 101):
                tracking.deallocate(tracking.allocate(size), size)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    figures = tracking.figures
    assert (figures.current, figures.live) == (0, 0)
    assert (figures.total, figures.allocations) == (8 * 5050, 800)
    assert 100 <= figures.peak <= 800
    assert [f.total for f in tracking.tags.values()] == [5050] * 8


def test_leaks_are_reported_by_tag(heap: Heap, warnings: list[str]) -> None:
    tracking = tp.memory.tracking(heap.resource)
    tracking.allocate(7)
    with tracking.tag("backbone"):
        tracking.allocate(100)
        tracking.deallocate(tracking.allocate(1), 1)
    del tracking
    assert warnings == [
        "tracking(heap): 2 allocations of 107 bytes together were never freed; "
        "with tag 'backbone': 1 of 100 bytes"
    ]


def test_the_logger_has_leaks(heap: Heap, caplog: pytest.LogCaptureFixture) -> None:
    tracking = tp.memory.tracking(heap.resource)
    tracking.allocate(7)
    with caplog.at_level("WARNING", "trtplugins.memory"):
        del tracking
    assert [record.name for record in caplog.records] == ["trtplugins.memory"]
    assert "1 allocations of 7 bytes" in caplog.text
