"""RotaryEmbedding: shapes, errors, and what random cases do not reach."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from support.rows import assert_close, engine_of
from trtplugins import _core
from trtplugins.ops import find

ROTARY = find("RotaryEmbedding")


@pytest.mark.parametrize(
    ("attributes", "shapes", "message"),
    [
        ({}, [[2, 3], [9, 4], [9, 4]], "input 'X': expected 3 or 4 dimensions, got 2"),
        ({}, [[2, 3, 8], [2, 3, 4], [2, 3, 4]], "attribute 'num_heads' is required for an X of 3"),
        (
            {"num_heads": 3},
            [[2, 3, 8], [2, 3, 4], [2, 3, 4]],
            "input 'X': dimension 2: expected a multiple of 3 (num_heads), got 8",
        ),
        (
            {},
            [[2, 3, 4, 8], [2, 4, 4], [2, 4, 3]],
            "input 'sin_cache': expected 4 as the last dimension, got 3",
        ),
        (
            {},
            [[2, 3, 4, 8], [9, 4], [9, 4]],
            "input 'cos_cache': expected 3 dimensions without position_ids, got 2",
        ),
        (
            {},
            [[2, 3, 4, 8], [2, 4, 4], [2, 4, 4], [2, 4]],
            "input 'cos_cache': expected 2 dimensions with position_ids, got 3",
        ),
        (
            {"rotary_embedding_dim": 10},
            [[2, 3, 4, 8], [2, 4, 5], [2, 4, 5]],
            "attribute 'rotary_embedding_dim': expected at most 8 (the size of a head), got 10",
        ),
        (
            {},
            [[2, 3, 4, 7], [2, 4, 3], [2, 4, 3]],
            "input 'X': expected heads of an even size, got 7",
        ),
    ],
)
def test_what_does_not_fit_is_named(
    attributes: dict[str, int], shapes: list[list[int]], message: str
) -> None:
    with pytest.raises(_core.Error, match="^RotaryEmbedding: " + re.escape(message)):
        ROTARY.make(**attributes).shapes(shapes)


def test_pairs_are_whole() -> None:
    with pytest.raises(_core.Error, match="'rotary_embedding_dim': expected an even number, got 3"):
        ROTARY.make(rotary_embedding_dim=3)


def _rotated(x: Any, cos: Any, sin: Any, interleaved: bool, size: int) -> np.ndarray[Any, Any]:
    """By complex numbers. x: [batch, heads, rows, size]; cos, sin: [batch, rows, size / 2]."""
    wide = x.astype(np.float64)
    part = wide[..., :size]
    pairs = (
        part.reshape(*part.shape[:-1], size // 2, 2)
        if interleaved
        else np.stack(np.split(part, 2, -1), -1)
    )
    angle = cos.astype(np.float64) + 1j * sin.astype(np.float64)
    turned = (pairs[..., 0] + 1j * pairs[..., 1]) * angle[:, None]
    both = (
        np.stack((turned.real, turned.imag), -1).reshape(part.shape)
        if interleaved
        else np.concatenate((turned.real, turned.imag), -1)
    )
    return np.concatenate((both, wide[..., size:]), -1)


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("interleaved", [0, 1])
@pytest.mark.parametrize(("size", "rotated"), [(128, 0), (80, 0), (64, 32), (30, 20), (6, 2)])
@pytest.mark.parametrize("flat", [False, True])
def test_heads_of_models(
    size: int, rotated: int, interleaved: int, flat: bool, dtype: str, rng: np.random.Generator
) -> None:
    """More heads than a thread does; positions that are not there are the nearest that are."""
    batch, heads, rows, positions = 2, 9, 5, 7
    n = rotated or size
    x = rng.standard_normal((batch, heads, rows, size)).astype(dtype)
    angles = rng.uniform(-np.pi, np.pi, (positions, n // 2))
    cos, sin = np.cos(angles).astype(dtype), np.sin(angles).astype(dtype)
    ids = rng.integers(-3, positions + 3, (batch, rows)).astype(np.int32)
    there = ids.clip(0, positions - 1)
    expected = _rotated(x, cos[there], sin[there], bool(interleaved), n)
    if flat:
        x, expected = (
            t.transpose(0, 2, 1, 3).reshape(batch, rows, heads * size) for t in (x, expected)
        )
    feeds = {"X": np.ascontiguousarray(x), "cos_cache": cos, "sin_cache": sin, "position_ids": ids}
    attributes = {"interleaved": interleaved, "rotary_embedding_dim": rotated, "num_heads": heads}
    assert_close(engine_of(ROTARY, feeds, **attributes)(**feeds), expected)
