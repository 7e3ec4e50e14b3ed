"""AffineGrid: shapes and errors."""

from __future__ import annotations

import re

import pytest

from trtplugins import _core
from trtplugins.ops import find

AFFINE_GRID = find("AffineGrid")


@pytest.mark.parametrize(
    ("size", "theta", "grid"),
    [([2, 3, 5, 6], [2, 2, 3], [2, 5, 6, 2]), ([2, 3, 4, 5, 6], [2, 3, 4], [2, 4, 5, 6, 3])],
)
def test_shape(size: list[int], theta: list[int], grid: list[int]) -> None:
    assert AFFINE_GRID.make(size=size).shapes([theta]) == [grid]


@pytest.mark.parametrize(
    ("size", "theta", "message"),
    [
        ([2, 3, 5], [], "attribute 'size': expected 4 or 5 values, got 3"),
        ([2, 3, 5, -1], [], "attribute 'size': expected values >= 0, got -1"),
        ([2, 3, 5, 6], [2, 3, 4], "input 'theta': dimension 1: expected 2, got 3"),
        ([2, 3, 5, 6], [1, 2, 3], "input 'theta': dimension 0: expected 2, got 1"),
        ([2, 3, 5, 6], [2, 3], "input 'theta': expected rank 3, got 2"),
    ],
)
def test_what_does_not_fit_is_named(size: list[int], theta: list[int], message: str) -> None:
    with pytest.raises(_core.Error, match="^AffineGrid: " + re.escape(message)):
        AFFINE_GRID.make(size=size).shapes([theta])
