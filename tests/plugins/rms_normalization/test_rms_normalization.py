"""RMSNormalization of rows longer than random shapes have, with scales of other forms."""

from __future__ import annotations

import numpy as np
import pytest

from support.rows import assert_close, engine_of
from trtplugins.ops import find

RMS = find("RMSNormalization")


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize(
    ("shape", "scale"),
    [
        ((3, 9001), (9001,)),
        ((3, 65536), (65536,)),
        ((3, 131_071), (131_071,)),
        ((2, 600_001), (600_001,)),
        ((3, 64, 64, 64), (64, 1, 1)),
        ((2, 5, 333, 211), (5, 1, 1)),
        ((2, 5, 64, 211), (5, 1, 211)),
        ((2, 1 << 20), ()),
        ((151, 40_008), (40_008,)),  # several for each of the clusters that run at once
        ((151, 64, 32, 32), (64, 1, 1)),
        ((70, 128, 32, 32), (128, 1, 1)),
    ],
)
def test_long_rows(
    shape: tuple[int, ...], scale: tuple[int, ...], dtype: str, rng: np.random.Generator
) -> None:
    feeds = {
        "X": rng.standard_normal(shape).astype(dtype),
        "scale": rng.uniform(0.5, 1, scale).astype(dtype),
    }
    x = feeds["X"].astype(np.float64)
    axes = tuple(range(1, len(shape)))
    root = np.sqrt((x**2).mean(axes, keepdims=True) + 1e-5)
    assert_close(engine_of(RMS, feeds, axis=1)(**feeds), x / root * feeds["scale"])
