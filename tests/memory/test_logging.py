from __future__ import annotations

import csv
from datetime import datetime, timezone
from pathlib import Path

import pytest

import trtplugins as tp
from support.heap import Heap
from trtplugins import _core


def test_lines_of_a_file(heap: Heap, tmp_path: Path) -> None:
    path = tmp_path / "memory.csv"
    resource = tp.memory.logging(tp.memory.limit(heap.resource, 100), path)
    address = resource.allocate(60, 512)
    with pytest.raises(tp.memory.OutOfMemory):
        resource.allocate(50)
    resource.deallocate(address, 60, 512)
    with path.open(newline="") as file:  # read while the resource is still there
        rows = list(csv.DictReader(file))
    told = [(r["action"], int(r["address"], 16), int(r["size"]), int(r["alignment"])) for r in rows]
    assert told == [
        ("allocate", address, 60, 512),
        ("allocate failed", 0, 50, 256),
        ("deallocate", address, 60, 512),
    ]
    assert [r["stream"] for r in rows] == ["0x0"] * 3
    assert len({r["thread"] for r in rows}) == 1
    time = datetime.fromisoformat(rows[0]["time"]).replace(tzinfo=timezone.utc)
    assert abs((datetime.now(timezone.utc) - time).total_seconds()) < 60


def test_a_function_gets_the_lines(heap: Heap) -> None:
    lines: list[str] = []
    resource = tp.memory.logging(heap.resource, lines.append)
    resource.deallocate(resource.allocate(8), 8)
    rows = list(csv.DictReader([_core.MEMORY_LOG_HEADER, *lines]))
    assert [row["action"] for row in rows] == ["allocate", "deallocate"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_function_that_raises_breaks_nothing(heap: Heap) -> None:
    def broken(line: str) -> None:
        raise ValueError(line)

    resource = tp.memory.logging(heap.resource, broken)
    resource.deallocate(resource.allocate(8), 8)
    assert not heap.live


def test_a_file_that_cannot_be_written(heap: Heap, tmp_path: Path) -> None:
    with pytest.raises(tp.Error, match=r"nowhere.*No such file or directory"):
        tp.memory.logging(heap.resource, tmp_path / "nowhere" / "memory.csv")
