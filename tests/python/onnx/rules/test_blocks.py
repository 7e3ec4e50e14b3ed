"""SpaceToDepth and DepthToSpace."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting


@pytest.mark.parametrize("mode", [None, "DCR", "CRD"])
@pytest.mark.parametrize("dtype", [np.float32, np.bool_])
def test_order_of_channels(mode: Any, dtype: Any, rng: np.random.Generator) -> None:
    inputs = {"x": (rng.random((2, 3, 4, 6)) * 2).astype(dtype)}
    made = adapting.model("SpaceToDepth", inputs, opset=28, blocksize=2, mode=mode)
    adapting.same(made, inputs)


@pytest.mark.parametrize("mode", ["DCR", "CRD"])
def test_blocks_of_bool(mode: str, rng: np.random.Generator) -> None:
    inputs = {"x": rng.random((2, 12, 2, 3)) < 0.5}
    adapting.same(adapting.model("DepthToSpace", inputs, blocksize=2, mode=mode), inputs)
