from __future__ import annotations

from typing import Any

import pytest

import trtplugins as tp
from support.heap import Heap


def outcomes(resource: tp.memory.MemoryResource, sizes: list[int]) -> list[bool]:
    """Whether each was refused."""
    out = []
    for size in sizes:
        try:
            resource.deallocate(resource.allocate(size), size)
            out.append(False)
        except tp.memory.OutOfMemory:
            out.append(True)
    return out


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        ({"at": 1}, [True, False, False, False]),
        ({"at": 3}, [False, False, True, False]),
        ({"above": "2 KiB"}, [False, False, True, True]),
        ({"at": 1, "above": 3000}, [True, False, False, True]),
        ({"probability": 1}, [True] * 4),
        ({}, [False] * 4),
    ],
)
def test_what_is_refused(heap: Heap, options: dict[str, Any], refused: list[bool]) -> None:
    resource = tp.memory.failing(heap.resource, **options)
    assert outcomes(resource, [1024, 2048, 2049, 4096]) == refused
    assert heap.allocations == refused.count(False)


def test_a_seed_repeats_itself(heap: Heap) -> None:
    def draw(seed: int) -> list[bool]:
        resource = tp.memory.failing(heap.resource, probability=0.25, seed=seed)
        return outcomes(resource, [64] * 2000)

    assert draw(1) == draw(1) != draw(2)
    assert 400 < sum(draw(1)) < 600


def test_the_error_names_the_call(heap: Heap) -> None:
    resource = tp.memory.failing(heap.resource, at=1)
    with pytest.raises(tp.memory.OutOfMemory, match=r"failing\(heap\): refuses 64 bytes, call 1"):
        resource.allocate(64)


@pytest.mark.parametrize("options", [{"probability": 1.5}, {"probability": -1}, {"at": 0}])
def test_what_makes_no_sense(heap: Heap, options: dict[str, Any]) -> None:
    with pytest.raises(tp.Error, match="failing: "):
        tp.memory.failing(heap.resource, **options)
    with pytest.raises(tp.Error, match="got nan"):
        tp.memory.failing(heap.resource, probability=float("nan"))
