"""Trilu."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting


@pytest.mark.parametrize("dtype", [np.float32, np.float16, np.int32, np.bool_])
@pytest.mark.parametrize("dynamic", [False, True])
def test_any_k(dtype: Any, dynamic: bool, rng: np.random.Generator) -> None:
    for _ in range(6):
        shape = tuple(rng.integers(1, 6, int(rng.integers(2, 5))))
        x = (rng.random(shape) * 9).astype(dtype)
        x.reshape(-1)[0] = np.inf if x.dtype.kind == "f" else 1
        k = np.asarray(int(rng.integers(-7, 8))) if rng.random() < 0.8 else None
        inputs = {"x": x, "k": k}
        made = adapting.model(
            "Trilu",
            inputs,
            constants=["k"] if rng.random() < 0.5 else [],
            dynamic=["x"] if dynamic else [],
            upper=int(rng.integers(2)),
        )
        assert "Trilu" not in adapting.same(made, inputs)
