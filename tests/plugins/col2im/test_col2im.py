"""Col2Im: shapes and errors."""

from __future__ import annotations

import re
from typing import Any

import pytest

from trtplugins import _core
from trtplugins.ops import find

COL2IM = find("Col2Im")
GOOD: dict[str, Any] = {"image_shape": [5, 5], "block_shape": [1, 5]}


def test_shape() -> None:
    assert COL2IM.make(**GOOD).shapes([[2, 15, 5]]) == [[2, 3, 5, 5]]


@pytest.mark.parametrize(
    ("attributes", "shape", "message"),
    [
        (GOOD, [2, 15], "input 'input': expected rank 3, got 2"),
        (GOOD, [2, 14, 5], "input 'input': dimension 1: expected a multiple of 5"),
        (GOOD, [2, 15, 6], "input 'input': dimension 2: expected 5, the number of blocks, got 6"),
        ({**GOOD, "strides": [1]}, [], "attribute 'strides': expected 2 values, got 1"),
        ({**GOOD, "strides": [0, 1]}, [], "attribute 'strides': expected values >= 1, got 0"),
        ({**GOOD, "pads": [1, 1]}, [], "attribute 'pads': expected 4 values, got 2"),
        ({**GOOD, "image_shape": []}, [], "attribute 'image_shape': expected 1 to 6 values, got 0"),
        ({**GOOD, "block_shape": [6, 5]}, [], "no block fits into dimension 0 of the image"),
        ({"image_shape": [5, 5]}, [], "attribute 'block_shape' is required"),
    ],
)
def test_what_does_not_fit_is_named(
    attributes: dict[str, Any], shape: list[int], message: str
) -> None:
    with pytest.raises(_core.Error, match="^Col2Im: " + re.escape(message)):
        COL2IM.make(**attributes).shapes([shape])
