"""Normalisations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize("axis", [-1, 1, -3])
def test_layer(dtype: Any, outputs: int, axis: int, rng: np.random.Generator) -> None:
    x = (rng.standard_normal((2, 3, 4)) * 3 + 1).astype(dtype)
    shape = x.shape[axis % 3 :]
    inputs = {
        "x": x,
        "scale": rng.standard_normal(shape).astype(dtype),
        "bias": rng.standard_normal(shape).astype(dtype) if rng.random() < 0.5 else None,
    }
    made = adapting.model("LayerNormalization", inputs, outputs=outputs, axis=axis, epsilon=1e-3)
    close = 1e-4 if dtype == np.float32 else 1e-2
    # The reference has the statistics of float16 in float16, ONNX in float32.
    axes, wide = tuple(range(axis % 3, 3)), x.astype(np.float64)
    mean = wide.mean(axes, keepdims=True)
    inverse = 1 / np.sqrt(wide.var(axes, keepdims=True) + 1e-3)
    result = (wide - mean) * inverse * inputs["scale"]
    if inputs["bias"] is not None:
        result = result + inputs["bias"]
    expected = [result.astype(dtype), mean.astype(np.float32), inverse.astype(np.float32)]
    adapting.same(made, inputs, rtol=close, atol=close, expected=expected[:outputs])


@pytest.mark.parametrize("opset", [18, 21])
@pytest.mark.parametrize("groups", [1, 2, 6])
def test_group(opset: int, groups: int, rng: np.random.Generator) -> None:
    x = (rng.standard_normal((2, 6, 3, 2)) + 2).astype(np.float32)
    scale, bias = rng.standard_normal((2, groups if opset == 18 else 6)).astype(np.float32)
    grouped = x.reshape(2, groups, -1)
    normal = (grouped - grouped.mean(2, keepdims=True)) / np.sqrt(
        grouped.var(2, keepdims=True) + 1e-5
    )
    wide = [np.repeat(v, 6 // len(v))[:, None, None] for v in (scale, bias)]
    expected = [(normal.reshape(x.shape) * wide[0] + wide[1]).astype(np.float32)]
    inputs = {"x": x, "scale": scale, "bias": bias}
    made = adapting.model("GroupNormalization", inputs, opset=opset, num_groups=groups)
    adapting.same(made, inputs, rtol=1e-4, atol=1e-5, expected=expected)


@pytest.mark.parametrize("shape", [(4, 3), (4, 3, 5), (2, 3, 4, 5)])
def test_batch_in_training(shape: Any, rng: np.random.Generator) -> None:
    inputs = {"x": rng.standard_normal(shape).astype(np.float32)}
    for name in ("scale", "bias", "mean", "var"):
        inputs[name] = rng.uniform(0.5, 2, 3).astype(np.float32)
    made = adapting.model(
        "BatchNormalization", inputs, outputs=3, training_mode=1, momentum=0.7, epsilon=1e-3
    )
    adapting.same(made, inputs, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("size", [2, 4, 17])
@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_wide_neighbourhoods(size: int, dtype: Any, rng: np.random.Generator) -> None:
    x = rng.standard_normal((2, 20, 3, 2)).astype(dtype)
    squares = np.pad(
        x.astype(np.float64) ** 2, ((0, 0), ((size - 1) // 2, size // 2), (0, 0), (0, 0))
    )
    total = sum(squares[:, i : i + 20] for i in range(size))
    expected = x / (2 + 0.3 / size * total) ** 0.6
    made = adapting.model("LRN", {"x": x}, size=size, alpha=0.3, beta=0.6, bias=2.0)
    close = 1e-4 if dtype == np.float32 else 5e-3
    left = adapting.same(made, {"x": x}, rtol=close, atol=close, expected=[expected.astype(dtype)])
    assert "LRN" not in left
