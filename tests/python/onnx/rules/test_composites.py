"""Operators that are others under another name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting
from trtplugins.onnx.rules.questions import has_plugin

LEARNING = "ai.onnx.ml"


FEATURES = ["TRTP_ArrayFeatureExtractor"] if has_plugin("ArrayFeatureExtractor") else []


@pytest.mark.parametrize("indices", [[3, 0], [[1, 3, -1]], 2])
@pytest.mark.parametrize("shape", [(4,), (3, 4), (2, 3, 4), (1, 2, 1, 1, 2, 3, 1, 4)])
def test_features(shape: Any, indices: Any, rng: np.random.Generator) -> None:
    """Gathered from a vector, which may be a shape, and of a rank that no plugin may have."""
    inputs = {"x": rng.standard_normal(shape).astype(np.float32), "y": np.array(indices)}
    made = adapting.model("ArrayFeatureExtractor", inputs, domain=LEARNING)
    expected = inputs["x"].reshape(-1, 4)[:, np.reshape(indices, -1)]
    found = adapting.same(made, inputs, expected=[expected.reshape(*(shape[:-1] or (1,)), -1)])
    if len(shape) in (1, 8) or not FEATURES:
        assert "Gather" in found
    else:
        assert found == FEATURES


@pytest.mark.parametrize(
    "dtype",
    [
        *("float32", "float16", "float64", "bool"),
        *("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    ],
)
def test_features_of_any_type(dtype: str, rng: np.random.Generator) -> None:
    inputs = {"x": rng.integers(0, 2, (3, 4)).astype(dtype), "y": np.array([3, 0])}
    if dtype == "uint32":
        inputs["x"] += 2**32 - 2
    made = adapting.model("ArrayFeatureExtractor", inputs, domain=LEARNING)
    found = adapting.same(made, inputs, expected=[inputs["x"][:, [3, 0]]])
    assert ("Gather" in found) == (dtype == "uint32" or not FEATURES)


def test_features_of_sizes_and_places_that_an_engine_alone_knows(rng: np.random.Generator) -> None:
    inputs = {"x": rng.standard_normal((3, 4)).astype(np.float32), "y": np.array([[3, 0]])}
    made = adapting.model("ArrayFeatureExtractor", inputs, domain=LEARNING, dynamic=["x", "y"])
    found = adapting.same(made, inputs, expected=[inputs["x"][:, [3, 0]]])
    assert found == (FEATURES or ["Reshape", "Gather"])


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
