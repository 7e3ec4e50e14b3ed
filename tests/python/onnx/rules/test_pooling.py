"""Pooling in every geometry, against windows written out in numpy."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from support import adapting

Array = np.ndarray[Any, Any]


def counts(
    size: int, kernel: int, stride: int, dilation: int, pads: Sequence[int], ceil: bool
) -> int:
    """How many windows there are, as ONNX and PyTorch say."""
    room = size + pads[0] + pads[1] - dilation * (kernel - 1) - 1
    if not ceil:
        return room // stride + 1
    count = -(-room // stride) + 1
    return count - ((count - 1) * stride >= size + pads[0])


def pooled(op: str, x: Array, geometry: dict[str, Any]) -> Array:
    """All windows, one after the other."""
    spatial = x.ndim - 2
    kernel, pads = geometry["kernel_shape"], geometry["pads"]
    strides, dilations = geometry["strides"], geometry["dilations"]
    ceil, include = bool(geometry["ceil_mode"]), bool(geometry.get("count_include_pad", 0))
    out = [
        counts(x.shape[i + 2], kernel[i], strides[i], dilations[i], pads[i::spatial], ceil)
        for i in range(spatial)
    ]
    result = np.zeros((*x.shape[:2], *out))
    for place in itertools.product(*map(range, out)):
        values, counted = [], 0
        for tap in itertools.product(*map(range, kernel)):
            at = [place[i] * strides[i] - pads[i] + tap[i] * dilations[i] for i in range(spatial)]
            inside = all(0 <= a < n for a, n in zip(at, x.shape[2:]))
            padding = all(
                -pads[i] <= at[i] < x.shape[i + 2] + pads[i + spatial] for i in range(spatial)
            )
            counted += inside or (include and padding)
            if inside:
                values.append(x[(slice(None), slice(None), *at)].astype(np.float64))
        window = np.stack(values)
        if op == "MaxPool":
            result[(slice(None), slice(None), *place)] = window.max(0)
        elif op == "AveragePool":
            result[(slice(None), slice(None), *place)] = window.sum(0) / counted
        else:
            p = geometry["p"]
            result[(slice(None), slice(None), *place)] = (np.abs(window) ** p).sum(0) ** (1 / p)
    return result.astype(x.dtype)


def draw(op: str, rng: np.random.Generator) -> tuple[Array, dict[str, Any]]:
    """An input and a geometry, every window of which reaches the data."""
    while True:
        spatial = int(rng.integers(1, 4))
        size = rng.integers(2, 8, spatial)
        kernel, strides, dilations = (rng.integers(1, 4, spatial) for _ in range(3))
        span = (kernel - 1) * dilations + 1
        pads = [*rng.integers(0, kernel), *rng.integers(0, kernel)]
        if rng.random() < 0.5:
            dilations = np.ones(spatial, np.int64)
            span = kernel
        if all(s <= n + a + b for s, n, a, b in zip(span, size, pads, pads[spatial:])):
            break
    geometry: dict[str, Any] = {
        "kernel_shape": kernel.tolist(),
        "strides": strides.tolist(),
        "dilations": dilations.tolist(),
        "pads": [int(p) for p in pads],
        "ceil_mode": int(rng.integers(2)),
    }
    if op == "AveragePool":
        geometry["count_include_pad"] = int(rng.integers(2))
    if op == "LpPool":
        geometry["p"] = int(rng.integers(1, 5))
    shape = (int(rng.integers(1, 3)), int(rng.integers(1, 3)), *size)
    return rng.standard_normal(shape).astype(np.float32), geometry


@pytest.mark.parametrize("op", ["MaxPool", "AveragePool", "LpPool"])
def test_any_geometry(op: str, rng: np.random.Generator) -> None:
    compared = 0
    while compared < 20:
        x, geometry = draw(op, rng)
        try:
            expected = pooled(op, x, geometry)
        except ValueError:  # a window that lies in the padding
            continue
        made = adapting.model(op, {"x": x}, **geometry)
        if adapting.operators(adapting.adapt(made)[0]) == ["MaxPool"]:
            continue  # left to TensorRT; onnx.reference gets paddings of two sizes wrong
        adapting.same(made, {"x": x}, rtol=1e-4, atol=1e-5, expected=[expected])
        compared += 1


@pytest.mark.parametrize("op", ["MaxPool", "AveragePool", "LpPool"])
@pytest.mark.parametrize("auto", ["SAME_UPPER", "SAME_LOWER", "VALID"])
def test_automatic_padding(op: str, auto: str, rng: np.random.Generator) -> None:
    x = rng.standard_normal((1, 2, 7, 6)).astype(np.float32)
    more = {"count_include_pad": 1} if op == "AveragePool" else {}
    made = adapting.model(op, {"x": x}, kernel_shape=[3, 2], strides=[2, 2], auto_pad=auto, **more)
    adapting.same(made, {"x": x}, rtol=1e-4)


@pytest.mark.parametrize("columns", [0, 1])
def test_indices(columns: int, rng: np.random.Generator) -> None:
    x = rng.permutation(2 * 3 * 6 * 7).reshape(2, 3, 6, 7).astype(np.float32)
    made = adapting.model(
        "MaxPool",
        {"x": x},
        outputs=2,
        kernel_shape=[3, 2],
        strides=[2, 2],
        pads=[1, 0, 1, 1],
        storage_order=columns,
    )
    adapting.same(made, {"x": x})


def test_integers(rng: np.random.Generator) -> None:
    inputs = {"x": rng.integers(0, 255, (1, 1, 5, 5)).astype(np.uint8)}
    adapting.same(adapting.model("MaxPool", inputs, kernel_shape=[2, 2]), inputs)


@pytest.mark.parametrize("p", [1, 2, 3])
def test_global_powers(p: int, rng: np.random.Generator) -> None:
    x = rng.standard_normal((2, 3, 4, 5)).astype(np.float32)
    expected = (np.abs(x) ** p).sum((2, 3), keepdims=True) ** (1 / p)
    made = adapting.model("GlobalLpPool", {"x": x}, p=p)
    adapting.same(made, {"x": x}, rtol=1e-4, expected=[expected])


def test_what_tensorrt_does_stays() -> None:
    inputs = {"x": np.zeros((1, 1, 8, 8), np.float32)}
    made = adapting.model(
        "MaxPool", inputs, dynamic=["x"], kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1
    )
    assert adapting.same(made, inputs) == ["MaxPool"]


def test_dynamic_dilations_are_refused() -> None:
    inputs = {"x": np.zeros((1, 1, 8, 8), np.float32)}
    made = adapting.model("MaxPool", inputs, dynamic=["x"], kernel_shape=[2, 2], dilations=[2, 2])
    assert "static spatial dimensions" in adapting.refusal(made)
