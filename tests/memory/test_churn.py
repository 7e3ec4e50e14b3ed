"""The benchmark's own arithmetic, and every resource under it at once."""

from __future__ import annotations

import pytest

import trtplugins as tp
from support.heap import Heap
from trtplugins import _core


def test_every_pair_is_made_and_all_is_freed(heap: Heap, seed: int) -> None:
    tracking = tp.memory.tracking(
        tp.memory.limit(tp.memory.arena(tp.memory.logging(heap.resource, len), "1 MiB"), "1 GiB")
    )
    seconds = _core.memory_churn(
        tracking, pairs=1001, threads=4, seed=seed, smallest=1, largest=5000, live=7
    )
    figures = tracking.figures
    assert (figures.allocations, figures.live, figures.current) == (1001, 0, 0)
    assert 0 < figures.peak <= 4 * 7 * 5000
    assert 0 < seconds < 100


def test_a_refusal_ends_it(heap: Heap, seed: int) -> None:
    failing = tp.memory.failing(heap.resource, at=50)
    with pytest.raises(tp.memory.OutOfMemory, match="call 50"):
        _core.memory_churn(failing, pairs=200, threads=2, seed=seed, largest=1000)
    assert not heap.live


@pytest.mark.parametrize(
    "options", [{"threads": 0}, {"live": 0}, {"smallest": 0}, {"smallest": 9, "largest": 8}]
)
def test_what_makes_no_sense(heap: Heap, options: dict[str, int]) -> None:
    with pytest.raises(tp.Error, match="churn: expected"):
        _core.memory_churn(heap.resource, **options)


@pytest.mark.gpu
@pytest.mark.alone
def test_the_arena_and_the_pool_are_far_faster_than_cuda(seed: int) -> None:
    """benchmarks/allocators.py measures it properly."""
    sizes = {"smallest": 1 << 20, "largest": 64 << 20}
    resources = {
        "cuda": tp.memory.cuda(),
        "async_pool": tp.memory.async_pool(),
        "arena": tp.memory.arena(tp.memory.cuda(), "256 MiB"),
    }
    us = {}
    for name, resource in resources.items():
        _core.memory_churn(resource, pairs=500, seed=seed, **sizes)  # grows
        us[name] = _core.memory_churn(resource, pairs=2000, seed=seed, **sizes) / 2000 * 1e6
    assert us["cuda"] > 5 * us["async_pool"], us
    assert us["cuda"] > 8 * us["arena"], us
