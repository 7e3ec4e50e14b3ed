"""Operators that are others under another name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting

LEARNING = "ai.onnx.ml"


@pytest.mark.parametrize("shape", [(4,), (3, 4), (2, 3, 4)])
def test_features(shape: Any, rng: np.random.Generator) -> None:
    inputs = {"x": rng.standard_normal(shape).astype(np.float32), "y": np.array([3, 0])}
    made = adapting.model("ArrayFeatureExtractor", inputs, domain=LEARNING)
    expected = inputs["x"].reshape(-1, 4)[:, [3, 0]].reshape(*(shape[:-1] or (1,)), 2)
    adapting.same(made, inputs, expected=[expected])


def test_binarizer(rng: np.random.Generator) -> None:
    inputs = {"x": rng.standard_normal((3, 4)).astype(np.float32)}
    adapting.same(adapting.model("Binarizer", inputs, domain=LEARNING, threshold=0.2), inputs)


def test_cast_like(rng: np.random.Generator) -> None:
    inputs = {"x": rng.standard_normal(4).astype(np.float32), "y": np.zeros(1, np.int32)}
    adapting.same(adapting.model("CastLike", inputs), inputs)


@pytest.mark.parametrize("op", ["Max", "Min", "Sum", "Mean"])
def test_of_one(op: str, rng: np.random.Generator) -> None:
    inputs = {"x": rng.standard_normal(4).astype(np.float32)}
    assert adapting.same(adapting.model(op, inputs), inputs) == ["Identity"]


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_hardmax(axis: int, rng: np.random.Generator) -> None:
    inputs = {"x": rng.integers(0, 3, (3, 4, 5)).astype(np.float32)}
    adapting.same(adapting.model("Hardmax", inputs, axis=axis), inputs)


@pytest.mark.parametrize("wanted", [None, [2, 3, 7, 9]])
def test_unpool(wanted: Any, rng: np.random.Generator) -> None:
    """Back to where MaxPool has found them."""
    places = np.stack([rng.permutation(6 * 8)[:12] for _ in range(6)]).reshape(2, 3, 3, 4)
    places = places + np.arange(6).reshape(2, 3, 1, 1) * 6 * 8
    inputs = {
        "x": rng.standard_normal((2, 3, 3, 4)).astype(np.float32),
        "i": places,
        "shape": None if wanted is None else np.array(wanted),
    }
    flat = np.zeros(2 * 3 * 6 * 8, np.float32)
    flat[places.reshape(-1)] = inputs["x"].reshape(-1)
    expected = flat.reshape(2, 3, 6, 8)
    if wanted is not None:
        expected = np.pad(expected, ((0, 0), (0, 0), (0, 1), (0, 1)))
    made = adapting.model(
        "MaxUnpool", inputs, constants=["shape"], kernel_shape=[2, 2], strides=[2, 2]
    )
    adapting.same(made, inputs, expected=[expected])


@pytest.mark.parametrize("there", [True, False])
def test_optional(there: bool) -> None:
    inputs = {"x": np.zeros(2, np.float32) if there else None}
    made = adapting.model("OptionalHasElement", inputs)
    adapting.same(made, inputs, expected=[np.asarray(there)])
