"""Sizes, and what is said where there is no GPU."""

from __future__ import annotations

from typing import Any

import pytest

import trtplugins as tp
from trtplugins import _core


@pytest.mark.parametrize(
    ("text", "size"),
    [("1", 1), (17, 17), ("4 GiB", 4 << 30), ("512MB", 512_000_000), ("1.5 KiB", 1536), ("0 b", 0)],
)
def test_sizes(text: Any, size: int) -> None:
    assert tp.memory.parse_size(text) == size


@pytest.mark.parametrize("text", ["", "GiB", "-1", "4 gigs", "1e3", "0x10", None])
def test_what_is_no_size(text: Any) -> None:
    with pytest.raises(tp.Error, match="expected a size"):
        tp.memory.parse_size(text)


@pytest.mark.skipif(_core.cuda.device_count() > 0, reason="there is a GPU here")
def test_without_a_gpu() -> None:
    assert _core.cuda.why_no_device()
    with pytest.raises(tp.Error):
        tp.memory.async_pool()
    with pytest.raises(tp.Error):
        tp.memory.cuda().allocate(1)


@pytest.mark.gpu
@pytest.mark.parametrize("make", [tp.memory.cuda, tp.memory.async_pool])
def test_allocations(make: Any) -> None:
    resource = make()
    for size in (1, 255, 1 << 20, 1 << 28):
        for alignment in (16, 256, 4096):
            address = resource.allocate(size, alignment)
            assert address % alignment == 0
            assert _core.cuda.device_of(address) == _core.cuda.current_device()
            resource.deallocate(address, size, alignment)
    assert resource.allocate(0) == 0
    with pytest.raises(tp.memory.OutOfMemory, match=str(1 << 50)):
        resource.allocate(1 << 50)
    address = resource.allocate(64)
    resource.deallocate(address, 64)
