from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.heap import Heap
from trtplugins import _core, memory


@pytest.fixture
def heap() -> Heap:
    return Heap()


@pytest.fixture
def warnings() -> Iterator[list[str]]:
    """What is said of leaks meanwhile."""
    lines: list[str] = []
    _core.set_memory_warning(lines.append)
    yield lines
    _core.set_memory_warning(memory._log.warning)
