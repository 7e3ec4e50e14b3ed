"""MatMul and Gemm."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting

SHAPES = [((3,), (3,)), ((3,), (3, 4)), ((2, 3), (3,)), ((5, 2, 3), (3, 4)), ((3,), (5, 3, 2))]


@pytest.mark.parametrize("shapes", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", [np.float32, np.int32])
def test_products(shapes: Any, dtype: Any, rng: np.random.Generator) -> None:
    inputs = {name: (rng.random(shape) * 9).astype(dtype) for name, shape in zip("ab", shapes)}
    adapting.same(adapting.model("MatMul", inputs), inputs)


@pytest.mark.parametrize("dtype", [np.float16, np.int32])
@pytest.mark.parametrize("bias", [None, (4,), (2, 1)])
def test_gemm(dtype: Any, bias: Any, rng: np.random.Generator) -> None:
    inputs = {
        "a": (rng.random((3, 2)) * 4).astype(dtype),
        "b": (rng.random((4, 3)) * 4).astype(dtype),
        "c": None if bias is None else (rng.random(bias) * 4).astype(dtype),
    }
    made = adapting.model("Gemm", inputs, alpha=2.0, beta=3.0, transA=1, transB=1)
    assert "Gemm" not in adapting.same(made, inputs, rtol=5e-3)


def test_what_tensorrt_does_stays() -> None:
    inputs = {name: np.zeros((2, 2), np.float32) for name in "ab"}
    assert adapting.same(adapting.model("Gemm", inputs, alpha=2.0), inputs) == ["Gemm"]
