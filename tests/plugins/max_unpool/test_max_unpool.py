"""MaxUnpool: shapes and errors."""

from __future__ import annotations

import re
from typing import Any

import pytest

from trtplugins import _core
from trtplugins.ops import find

MAX_UNPOOL = find("MaxUnpool")


@pytest.mark.parametrize(
    ("attributes", "spatial"),
    [
        ({}, [4, 6]),
        ({"strides": [2, 3]}, [6, 14]),
        ({"strides": [2, 3], "pads": [1, 0, 0, 1]}, [5, 13]),
        ({"output_shape": [1, 2, 9, 20]}, [9, 20]),
    ],
)
def test_shape(attributes: dict[str, Any], spatial: list[int]) -> None:
    made = MAX_UNPOOL.make(kernel_shape=[2, 2], **attributes)
    assert made.shapes([[1, 2, 3, 5], [1, 2, 3, 5]]) == [[1, 2, *spatial]]


@pytest.mark.parametrize(
    ("attributes", "shapes", "message"),
    [
        ({}, [[1, 2, 3], [1, 2, 3]], "input 'X': expected rank 4"),
        ({}, [[1, 2, 3, 4], [1, 2, 3]], "input 'I': expected rank 4 as that of 'X', got 3"),
        ({}, [[1, 2, 3, 4], [1, 2, 3, 5]], "input 'I': dimension 3: expected 4, got 5"),
        ({"output_shape": [9, 9]}, [], "attribute 'output_shape': expected 4 values, got 2"),
        ({"kernel_shape": []}, [], "attribute 'kernel_shape': expected one value or more"),
    ],
)
def test_what_does_not_fit_is_named(
    attributes: dict[str, Any], shapes: list[list[int]], message: str
) -> None:
    with pytest.raises(_core.Error, match="^MaxUnpool: " + re.escape(message)):
        MAX_UNPOOL.make(**{"kernel_shape": [2, 2], **attributes}).shapes(shapes)
