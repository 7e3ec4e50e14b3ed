"""GroupNormalization: errors, scales per group, and groups larger than random shapes have."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from support.rows import assert_close, engine_of, normalized
from trtplugins import _core
from trtplugins.ops import find

GROUP = find("GroupNormalization")


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        ([[2], [2], [2]], "input 'X': expected at least 2 dimensions, got 1"),
        ([[2, 9], [9], [9]], "input 'X': dimension 1: expected a multiple of 4 (num_groups), got"),
        ([[2, 8], [8, 1], [8]], "input 'scale': expected 1 dimension, got 2"),
        ([[2, 8], [8], [2]], "input 'bias': expected 8 elements (channels) or 4 (groups), got 2"),
    ],
)
def test_what_does_not_fit_is_named(shapes: list[list[int]], message: str) -> None:
    with pytest.raises(_core.Error, match="^GroupNormalization: " + re.escape(message)):
        GROUP.make(num_groups=4).shapes(shapes)


@pytest.mark.parametrize("groups", [-1, 0])
def test_there_is_a_group(groups: int) -> None:
    with pytest.raises(_core.Error, match="'num_groups': expected a finite value >= 1"):
        GROUP.make(num_groups=groups)


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("per_group", [False, True])
@pytest.mark.parametrize(
    ("shape", "groups"),
    [
        ((3, 6, 7, 7), 2),  # held by a block, rows that start anywhere
        ((2, 320, 64, 64), 32),  # by a cluster
        ((2, 64, 63, 65), 8),
        ((1, 8, 512, 512), 2),  # split
        ((1, 4, 200_003), 2),
        ((150, 32, 32, 32), 2),  # several for each of the clusters that run at once
        ((40, 40, 75, 64), 4),
        ((70, 32, 64, 64), 2),
        ((10, 56, 128, 128), 7),
        ((8, 8, 512, 512), 4),
    ],
)
def test_large_groups(
    shape: tuple[int, ...], groups: int, per_group: bool, dtype: str, rng: np.random.Generator
) -> None:
    channels = shape[1]
    count = groups if per_group else channels
    feeds = {
        "X": (rng.standard_normal(shape) + 1).astype(dtype),
        "scale": rng.uniform(0.5, 1, count).astype(dtype),
        "bias": rng.uniform(-0.1, 0.1, count).astype(dtype),
    }

    def of_channels(t: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        each = np.repeat(t.astype(np.float64), channels // count)
        return each.reshape(1, channels, *[1] * (len(shape) - 2))

    y, _, _ = normalized(feeds["X"].reshape(shape[0], groups, -1), (2,))
    expected = y.reshape(shape) * of_channels(feeds["scale"]) + of_channels(feeds["bias"])
    result = engine_of(GROUP, feeds, num_groups=groups)(**feeds)
    assert_close(result, expected)
