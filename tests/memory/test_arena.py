"""The arena's books: no overlaps, alignment, joining of neighbours, chunks given back."""

from __future__ import annotations

import ctypes
import random
import threading
import time
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import trtplugins as tp
from support.heap import Heap
from trtplugins import _core

CHUNK = 4096
GRAIN = 256
SEGMENTED, SEGMENT = 8 << 20, 1 << 20  # the smallest chunks of which streams get segments


@cache
def streams() -> list[int]:
    """The default stream and eight others; without a GPU nothing but names."""
    if _core.cuda.device_count() == 0:
        return [0, *range(16, 24)]
    return [0, *(_core.cuda.stream_create() for _ in range(8))]


class Arena(RuleBasedStateMachine):
    """Any order of calls, against a list of what is in use."""

    chunk = CHUNK

    def __init__(self) -> None:
        super().__init__()
        self.heap = Heap()
        self.arena = tp.memory.arena(self.heap.resource, self.chunk)
        self.used: list[tuple[int, int, int]] = []  # address, size, alignment

    @rule(
        part=st.fractions(0, 3) | st.fractions(0, 1 / 7) | st.fractions(0, 1 / 30),
        alignment=st.sampled_from([1, 16, 256, 512, 4096]),
        stream=st.integers(0, 2),
    )
    def allocate(self, part: Fraction, alignment: int, stream: int) -> None:
        size = 1 + int(part * self.chunk)
        address = self.arena.allocate(size, alignment, streams()[stream])
        assert address % max(alignment, GRAIN) == 0
        assert any(a <= address and address + size <= a + n for a, (n, _) in self.heap.live.items())
        self.used.append((address, size, alignment))

    @precondition(lambda self: self.used)
    @rule(data=st.data(), stream=st.integers(0, 2))
    def free(self, data: Any, stream: int) -> None:
        index = data.draw(st.integers(0, len(self.used) - 1))
        address, size, alignment = self.used.pop(index)
        self.arena.deallocate(address, size, alignment, streams()[stream])

    @rule()
    def trim(self) -> None:
        before = self.arena.reserved
        assert before - self.arena.trim() == self.arena.reserved
        # What stays is what something is in use of.
        for start, (size, _) in self.heap.live.items():
            assert any(start <= address < start + size for address, _, _ in self.used)

    @rule()
    def free_all(self) -> None:
        while self.used:
            self.arena.deallocate(*self.used.pop())
        self.arena.trim()
        assert not self.heap.live, "blocks were not joined to whole chunks"

    @invariant()
    def the_books_are_right(self) -> None:
        assert self.arena.in_use == sum(-(-size // GRAIN) * GRAIN for _, size, _ in self.used)
        assert self.arena.reserved == self.heap.in_use
        spans = sorted((address, address + size) for address, size, _ in self.used)
        assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:])), "overlap"

    def teardown(self) -> None:
        for block in self.used:
            self.arena.deallocate(*block)
        del self.arena
        assert not self.heap.live


class ArenaOfSegments(Arena):
    """With chunks so large that streams get segments of their own."""

    chunk = SEGMENTED


TestArena = Arena.TestCase
TestArena.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)
TestArenaOfSegments = ArenaOfSegments.TestCase
TestArenaOfSegments.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)


def test_streams_have_segments_of_their_own(heap: Heap) -> None:
    arena = tp.memory.arena(heap.resource, SEGMENTED)
    first, other = (arena.allocate(300, stream=s) for s in streams()[:2])
    assert abs(first - other) >= SEGMENT - 512
    arena.deallocate(first, 300, stream=streams()[0])
    assert arena.allocate(300, stream=streams()[1]) == other + 512
    assert arena.allocate(300, stream=streams()[0]) == first
    assert arena.in_use == 3 * 512
    for address, stream in ((first, 0), (other, 1), (other + 512, 1)):
        arena.deallocate(address, 300, stream=streams()[stream])
    with pytest.raises(tp.Error, match=r"arena\(heap\): 0x\w+ is not in use"):
        arena.deallocate(first, 300, stream=streams()[0])
    assert arena.in_use == 0
    assert heap.allocations == 1
    assert arena.trim() == SEGMENTED


def test_what_streams_leave_behind_is_used_before_more_is_asked_for(heap: Heap) -> None:
    arena = tp.memory.arena(heap.resource, SEGMENTED)
    for stream in streams()[1:]:
        arena.deallocate(arena.allocate(300, stream=stream), 300, stream=stream)
    time.sleep(1.1)
    address = arena.allocate(SEGMENTED, stream=0)
    assert heap.allocations == 1
    arena.deallocate(address, SEGMENTED, stream=0)


def test_other_streams_segments_serve_when_there_is_nothing_else() -> None:
    heap = Heap(capacity=SEGMENTED)
    arena = tp.memory.arena(heap.resource, SEGMENTED)
    blocks = [(arena.allocate(300, stream=stream), stream) for stream in streams()[1:]]
    for _ in range(20):
        blocks.append((arena.allocate(300, stream=0), 0))
    with pytest.raises(tp.memory.OutOfMemory):
        arena.allocate(SEGMENT, stream=0)
    for address, stream in blocks:
        arena.deallocate(address, 300, stream=stream)
    assert arena.allocate(SEGMENTED, stream=0)
    arena.deallocate(next(iter(heap.live)), SEGMENTED, stream=0)
    assert arena.trim() == SEGMENTED


def test_leaks_in_segments_are_reported(heap: Heap, warnings: list[str]) -> None:
    arena = tp.memory.arena(heap.resource, SEGMENTED)
    for stream in streams()[:3]:
        arena.allocate(300, stream=stream)
    arena.allocate(SEGMENT, stream=0)
    del arena
    assert len(warnings) == 1
    assert f"arena(heap): 4 allocations of {3 * 512 + SEGMENT} bytes" in warnings[0]
    assert not heap.live


def test_memory_is_used_again_without_asking_for_more(heap: Heap) -> None:
    arena = tp.memory.arena(heap.resource, CHUNK)
    first = arena.allocate(CHUNK)
    arena.deallocate(first, CHUNK)
    half = [arena.allocate(CHUNK // 2) for _ in range(2)]
    assert sorted(half) == [first, first + CHUNK // 2]
    assert heap.allocations == 1
    for address in half:
        arena.deallocate(address, CHUNK // 2)
    assert arena.allocate(CHUNK) == first  # the halves were joined
    arena.deallocate(first, CHUNK)


def test_the_smallest_block_that_fits_is_taken(heap: Heap) -> None:
    arena = tp.memory.arena(heap.resource, CHUNK)
    sizes = [1024, 256, 512, 256, 2048]
    blocks = [arena.allocate(size) for size in sizes]
    for i in (0, 2, 4):
        arena.deallocate(blocks[i], sizes[i])
    assert arena.allocate(400) == blocks[2]
    assert arena.allocate(700) == blocks[0]
    for address, size in ((blocks[2], 400), (blocks[0], 700), (blocks[1], 256), (blocks[3], 256)):
        arena.deallocate(address, size)


def test_idle_chunks_make_room_for_a_large_one() -> None:
    heap = Heap(capacity=3 * CHUNK)
    arena = tp.memory.arena(heap.resource, CHUNK)
    small = [arena.allocate(CHUNK) for _ in range(3)]
    for address in small[1:]:
        arena.deallocate(address, CHUNK)
    large = arena.allocate(2 * CHUNK)  # refused at first: two idle chunks hold the memory
    assert heap.in_use == 3 * CHUNK
    with pytest.raises(tp.memory.OutOfMemory, match=f"{3 * CHUNK} of {3 * CHUNK} in use"):
        arena.allocate(1)
    arena.deallocate(large, 2 * CHUNK)
    arena.deallocate(small[0], CHUNK)


def test_where_a_whole_chunk_is_refused_less_is_asked_for() -> None:
    heap = Heap(capacity=CHUNK // 2)
    arena = tp.memory.arena(heap.resource, CHUNK)
    address = arena.allocate(300)
    assert heap.in_use == 512
    arena.deallocate(address, 300)


def test_what_is_not_in_use_is_not_freed(heap: Heap) -> None:
    arena = tp.memory.arena(heap.resource, CHUNK)
    address = arena.allocate(300)
    with pytest.raises(tp.Error, match=r"arena\(heap\): 0x\w+ is not in use"):
        arena.deallocate(address + 256, 300)
    with pytest.raises(tp.Error, match="257 to 512 bytes, got 600"):
        arena.deallocate(address, 600)
    arena.deallocate(address, 300)
    with pytest.raises(tp.Error, match="is not in use"):
        arena.deallocate(address, 300)
    assert arena.in_use == 0


def test_sizes_that_cannot_be(heap: Heap) -> None:
    arena = tp.memory.arena(heap.resource, CHUNK)
    for size, alignment in ((2**64 - 1, 256), (2**64 - 512, 4096)):
        with pytest.raises(tp.memory.OutOfMemory, match=str(size)):
            arena.allocate(size, alignment)
    with pytest.raises(tp.Error, match="chunks of 1 byte or more"):
        tp.memory.arena(heap.resource, 0)


def test_leaks_are_reported_and_their_chunks_given_back(heap: Heap, warnings: list[str]) -> None:
    arena = tp.memory.arena(heap.resource, CHUNK)
    arena.allocate(300)
    arena.allocate(CHUNK)
    del arena
    assert len(warnings) == 1
    assert "arena(heap): 2 allocations of 4608 bytes" in warnings[0]
    assert not heap.live


@pytest.mark.parametrize("chunk", [1 << 16, SEGMENTED])
def test_many_threads(heap: Heap, seed: int, chunk: int) -> None:
    """Each writes its own pattern all over its memory and finds it again."""
    arena = tp.memory.arena(heap.resource, chunk)
    failures: list[str] = []

    def work(index: int) -> None:
        random_ = random.Random(seed + index)
        used: list[tuple[int, int]] = []
        for _ in range(300):
            if used and random_.random() < 0.5:
                address, size = used.pop(random_.randrange(len(used)))
                if ctypes.string_at(address, size) != bytes([index]) * size:
                    failures.append(f"thread {index}: somebody else wrote to its memory")
                arena.deallocate(address, size, stream=streams()[random_.randrange(3)])
            else:
                size = random_.randrange(1, 9000)
                address = arena.allocate(size, stream=streams()[index % 3])
                ctypes.memset(address, index, size)
                used.append((address, size))
        for block in used:
            arena.deallocate(*block)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert arena.in_use == 0
    arena.trim()
    assert not heap.live


@pytest.mark.gpu
def test_memory_goes_to_another_stream_after_the_first_ones_work() -> None:
    """A stream that takes over memory waits for what was queued on it before."""
    cuda = _core.cuda
    size = 1 << 28  # a quarter of a GiB takes long enough to fill
    arena = tp.memory.arena(tp.memory.cuda(), size)
    streams = [cuda.stream_create() for _ in range(2)]
    got = np.empty(size, np.uint8)
    for turn in range(5):
        address = arena.allocate(size, stream=streams[0])
        for _ in range(20):
            cuda.fill(address, 1, size, streams[0])
        arena.deallocate(address, size, stream=streams[0])
        assert arena.allocate(size, stream=streams[1]) == address, "the chunk was to be used again"
        cuda.fill(address, 2, size, streams[1])
        cuda.stream_synchronize(streams[1])
        cuda.stream_synchronize(streams[0])
        cuda.copy_to_host(got, address)
        cuda.stream_synchronize(0)
        arena.deallocate(address, size, stream=streams[1])
        assert (got == 2).all(), f"turn {turn}: the first stream wrote after the second"
    for stream in streams:
        cuda.stream_synchronize(stream)
    del arena
    for stream in streams:
        cuda.stream_destroy(stream)


@pytest.mark.gpu
def test_a_block_of_the_same_stream_is_preferred() -> None:
    cuda = _core.cuda
    arena = tp.memory.arena(tp.memory.cuda(), 1 << 20)
    streams = [cuda.stream_create() for _ in range(2)]
    blocks = [arena.allocate(1024, stream=streams[i % 2]) for i in range(4)]
    arena.deallocate(blocks[0], 1024, stream=streams[0])
    arena.deallocate(blocks[3], 1024, stream=streams[1])  # joins the rest of the chunk
    arena.deallocate(blocks[1], 1024, stream=streams[1])
    # blocks[0:2] are one block of two streams' now, the rest of the chunk is of the second's.
    assert arena.allocate(1024, stream=streams[1]) == blocks[3]
    assert arena.allocate(1024, stream=streams[0]) == blocks[0]
    for address, stream in ((blocks[3], 1), (blocks[0], 0), (blocks[2], 0)):
        arena.deallocate(address, 1024, stream=streams[stream])
    for stream in streams:
        cuda.stream_synchronize(stream)
        cuda.stream_destroy(stream)


@pytest.mark.gpu
def test_streams_that_come_and_go() -> None:
    """Memory passes through more streams than are kept apart, each gone before the next."""
    cuda = _core.cuda
    arena = tp.memory.arena(tp.memory.cuda(), 1 << 20)
    got = np.empty(1 << 20, np.uint8)
    for turn in range(40):
        stream = cuda.stream_create()
        parts = [arena.allocate(1 << 18, stream=stream) for _ in range(4)]
        for part in parts:
            cuda.fill(part, turn, 1 << 18, stream)
        cuda.copy_to_host(got, min(parts), stream)
        for part in parts:
            arena.deallocate(part, 1 << 18, stream=stream)
        cuda.stream_synchronize(stream)
        assert (got == turn).all()
        cuda.stream_destroy(stream)
    assert arena.reserved == 1 << 20
    assert arena.trim() == 1 << 20


@pytest.mark.gpu
def test_small_memory_of_several_streams(seed: int) -> None:
    """Work of each stream on what it has, some of it freed by another one, is not disturbed."""
    cuda, size = _core.cuda, 200_000
    arena = tp.memory.arena(tp.memory.cuda(), SEGMENTED)
    failures: list[str] = []
    made = [cuda.stream_create() for _ in range(4)]

    def work(index: int) -> None:
        random_ = random.Random(seed + index)
        stream, other = made[index], made[index - 1]
        got = np.empty(size, np.uint8)
        for turn in range(200):
            address = arena.allocate(size, stream=stream)
            for _ in range(3):
                cuda.fill(address, index, size, stream)
            cuda.copy_to_host(got, address, stream)
            freed_by = stream
            if random_.random() < 0.3:
                cuda.stream_wait_stream(other, stream)
                freed_by = other
            arena.deallocate(address, size, stream=freed_by)
            cuda.stream_synchronize(stream)
            if not (got == index).all():
                failures.append(f"stream {index}, turn {turn}: somebody else wrote to its memory")

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(made))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for stream in made:
        cuda.stream_synchronize(stream)
        cuda.stream_destroy(stream)
    assert not failures, failures[0]
    assert arena.in_use == 0
    arena.trim()
    assert arena.reserved == 0
