"""CausalConvWithState: shapes, errors, and a sequence in pieces."""

from __future__ import annotations

import re

import numpy as np
import pytest

from support.rows import assert_close, engine_of
from trtplugins import _core
from trtplugins.ops import find

CONV = find("CausalConvWithState")


def test_the_state_is_shorter_than_the_kernel() -> None:
    conv = CONV.make()
    assert conv.shapes([[2, 5, 9], [5, 1, 4]]) == [[2, 5, 9], [2, 5, 3]]
    assert conv.shapes([[2, 5, 0], [5, 1, 1], [5], [2, 5, 0]]) == [[2, 5, 0], [2, 5, 0]]


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        ([[5, 9], [5, 1, 4]], "input 'input': expected 3 dimensions, got 2"),
        ([[2, 5, 9], [5, 4]], "input 'weight': expected 3 dimensions, got 2"),
        ([[2, 5, 9], [5, 1, 0]], "input 'weight': dimension 2: expected at least 1"),
        ([[2, 5, 9], [4, 1, 4]], "input 'weight': dimension 0: expected 5 (channels), got 4"),
        ([[2, 5, 9], [5, 5, 4]], "input 'weight': dimension 1: expected 1 (channels convolve al"),
        ([[2, 5, 9], [5, 1, 4], [4]], "input 'bias': dimension 0: expected 5 (channels), got 4"),
        (
            [[2, 5, 9], [5, 1, 4], [5], [2, 5, 4]],
            "input 'past_state': dimension 2: expected 3 (k - 1), got 4",
        ),
    ],
)
def test_what_does_not_fit_is_named(shapes: list[list[int]], message: str) -> None:
    with pytest.raises(_core.Error, match="^CausalConvWithState: " + re.escape(message)):
        CONV.make().shapes(shapes)


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("taps", [2, 4, 5, 9])
def test_pieces_are_the_whole(taps: int, dtype: str, rng: np.random.Generator) -> None:
    """A sequence in pieces, each with the state of the one before, is convolved as at once."""
    batch, channels, lengths = 2, 7, [64, 1, 3, 16, 2]
    x = rng.standard_normal((batch, channels, sum(lengths))).astype(dtype)
    weight = (0.3 * rng.standard_normal((channels, 1, taps))).astype(dtype)
    bias = rng.standard_normal(channels).astype(dtype)
    padded = np.pad(x.astype(np.float64), ((0, 0), (0, 0), (taps - 1, 0)))
    window = np.lib.stride_tricks.sliding_window_view(padded, taps, axis=2)
    expected = (window * weight.astype(np.float64)).sum(-1) + bias.astype(np.float64)[:, None]

    state = np.zeros((batch, channels, taps - 1), dtype)
    outputs, start = [], 0
    for length in lengths:
        piece = np.ascontiguousarray(x[..., start : start + length])
        feeds = {"input": piece, "weight": weight, "bias": bias, "past_state": state}
        got = engine_of(CONV, feeds)(**feeds)
        outputs.append(got["output"])
        state = got["present_state"]
        start += length
    assert_close(np.concatenate(outputs, 2), expected)
    np.testing.assert_array_equal(state, x[..., -(taps - 1) :])
