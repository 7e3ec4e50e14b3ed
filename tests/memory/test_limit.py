from __future__ import annotations

import threading

import pytest

import trtplugins as tp
from support.heap import Heap


def test_the_limit_counts_what_is_in_use(heap: Heap) -> None:
    limit = tp.memory.limit(heap.resource, "1 KiB")
    a, b = limit.allocate(1000), limit.allocate(24)
    assert (limit.in_use, limit.limit) == (1024, 1024)
    with pytest.raises(
        tp.memory.OutOfMemory,
        match=r"limit\(heap\): cannot allocate 1 bytes: 1024 bytes are in use of the 1024 allowed",
    ):
        limit.allocate(1)
    limit.deallocate(a, 1000)
    c = limit.allocate(1000)
    with pytest.raises(tp.memory.OutOfMemory):
        limit.allocate(2**64 - 1)
    limit.deallocate(b, 24)
    limit.deallocate(c, 1000)
    assert limit.in_use == 0
    assert not heap.live


def test_what_the_upstream_refuses_does_not_count() -> None:
    heap = Heap(capacity=100)
    limit = tp.memory.limit(heap.resource, 1000)
    for _ in range(20):
        with pytest.raises(tp.memory.OutOfMemory, match="0 of 100 in use"):
            limit.allocate(101)
    assert limit.in_use == 0
    limit.deallocate(limit.allocate(100), 100)


def test_threads_together_never_get_more_than_the_limit(heap: Heap) -> None:
    """Each keeps what it gets: ten of twenty fit, whoever comes first."""
    limit = tp.memory.limit(heap.resource, 10 * 512)
    got: list[int] = []
    refused: list[str] = []
    ready = threading.Barrier(20)

    def work() -> None:
        ready.wait()
        try:
            got.append(limit.allocate(512))
        except tp.memory.OutOfMemory as error:
            refused.append(str(error))

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(got), len(refused), limit.in_use) == (10, 10, 5120)
    for address in got:
        limit.deallocate(address, 512)


def test_no_upstream() -> None:
    with pytest.raises(TypeError):
        tp.memory.limit("cuda", 1)  # type: ignore[arg-type]
    with pytest.raises(tp.Error, match="limit: expected a resource to take memory from, got none"):
        tp.memory.limit(None, 1)  # type: ignore[arg-type]
