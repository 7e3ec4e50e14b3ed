"""ConvInteger: shapes and errors."""

from __future__ import annotations

import re
from typing import Any

import pytest

from trtplugins import _core
from trtplugins.ops import find

CONV = find("ConvInteger")


@pytest.mark.parametrize(
    ("attributes", "x", "w", "expected"),
    [
        ({}, [2, 3, 10], [4, 3, 3], [2, 4, 8]),
        ({"pads": [1, 2], "strides": [2]}, [2, 3, 10], [4, 3, 3], [2, 4, 6]),
        ({"dilations": [2, 3], "group": 2}, [2, 6, 10, 9], [4, 3, 3, 2], [2, 4, 6, 6]),
        ({"auto_pad": "SAME_LOWER", "strides": [2, 3]}, [1, 1, 7, 7], [1, 1, 3, 3], [1, 1, 4, 3]),
        ({"auto_pad": "VALID", "pads": [9] * 6}, [1, 1, 4, 5, 6], [2, 1, 1, 2, 3], [1, 2, 4, 4, 4]),
        ({}, [1, 1, 2], [1, 1, 5], [1, 1, 0]),
    ],
)
def test_shapes(
    attributes: dict[str, Any], x: list[int], w: list[int], expected: list[int]
) -> None:
    assert CONV.make(**attributes).shapes([x, w]) == [expected]


@pytest.mark.parametrize(
    ("attributes", "x", "w", "message"),
    [
        ({}, [2, 3], [4, 3], "input 'x': expected 3 to 5 dimensions, got 2"),
        ({}, [2, 3, 9], [4, 3, 3, 3], "input 'w': expected 3 dimensions, got 4"),
        ({"group": 2}, [2, 6, 9], [4, 6, 3], "input 'w': dimension 1: expected 6 / 2 (group)"),
        ({"group": 2}, [2, 6, 9], [3, 3, 3], "input 'w': dimension 0: expected a multiple of 2"),
        ({"pads": [1]}, [2, 3, 9], [4, 3, 3], "attribute 'pads': expected 2 values, got 1"),
        ({"pads": [1, -1]}, [2, 3, 9], [4, 3, 3], "attribute 'pads': expected values >= 0, got -1"),
        ({"strides": [0]}, [2, 3, 9], [4, 3, 3], "attribute 'strides': expected values >= 1"),
        ({"kernel_shape": [2]}, [2, 3, 9], [4, 3, 3], "attribute 'kernel_shape': expected 3, as"),
    ],
)
def test_what_does_not_fit_is_named(
    attributes: dict[str, Any], x: list[int], w: list[int], message: str
) -> None:
    with pytest.raises(_core.Error, match="^ConvInteger: " + re.escape(message)):
        CONV.make(**attributes).shapes([x, w])
