"""Operators that are served without a plugin: 200 random draws of shapes and attributes each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import helper

from support import adapting

DRAWS = 200
Rng = np.random.Generator
Draw = tuple[onnx.ModelProto, dict[str, Any]]


def _shape(rng: Rng, rank: int) -> tuple[int, ...]:
    return tuple(int(n) for n in rng.integers(1, 9, rank))


def center_crop_pad(rng: Rng, dtype: str) -> Draw:
    rank = int(rng.integers(1, 5))
    axes = rng.choice(rank, int(rng.integers(1, rank + 1)), replace=False)
    inputs = {
        "x": rng.standard_normal(_shape(rng, rank)).astype(dtype),
        "shape": rng.integers(1, 9, len(axes)),
    }
    made = adapting.model("CenterCropPad", inputs, constants=["shape"], axes=axes.tolist())
    return made, inputs


def array_feature_extractor(rng: Rng, dtype: str) -> Draw:
    # Of the rank that the reference, and the standard, are clear about.
    shape = _shape(rng, int(rng.integers(2, 5)))
    places = rng.integers(0, shape[-1], int(rng.integers(1, 7)))
    inputs = {"x": rng.standard_normal(shape).astype(dtype), "y": places}
    return adapting.model("ArrayFeatureExtractor", inputs, domain="ai.onnx.ml"), inputs


def _mod(nodes: list[onnx.NodeProto]) -> onnx.GraphProto:
    scores = [helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, [None] * 4) for n in "so"]
    constants = [
        onnx.numpy_helper.from_array(np.float32(value), name)
        for name, value in (("cap", 2.0), ("low", -1e9))
    ]
    constants += [
        onnx.numpy_helper.from_array(np.array(value), name)
        for name, value in (("zero", 0), ("one", 1), ("two", 2), ("three", 3))
    ]
    return helper.make_graph(nodes, "mod", scores[:1], scores[1:], constants)


def _soft_cap() -> onnx.GraphProto:
    node = helper.make_node
    return _mod(
        [
            node("Div", ["s", "cap"], ["scaled"]),
            node("Tanh", ["scaled"], ["bounded"]),
            node("Mul", ["bounded", "cap"], ["o"]),
        ]
    )


def _causal() -> onnx.GraphProto:
    """Places of queries and keys, from the shape of the scores."""
    node = helper.make_node
    return _mod(
        [
            node("Shape", ["s"], ["shape"]),
            node("Gather", ["shape", "two"], ["rows"]),
            node("Gather", ["shape", "three"], ["columns"]),
            node("Range", ["zero", "rows", "one"], ["queries"]),
            node("Range", ["zero", "columns", "one"], ["keys"]),
            node("Constant", [], ["last"], value_ints=[1]),
            node("Unsqueeze", ["queries", "last"], ["column"]),
            node("GreaterOrEqual", ["column", "keys"], ["seen"]),
            node("Where", ["seen", "s", "low"], ["o"]),
        ]
    )


def flex_attention(rng: Rng, dtype: str) -> Draw:
    batch, heads, queries, keys, size, value_size = _shape(rng, 6)
    shapes = {
        "Q": (batch, heads * int(rng.integers(1, 4)), queries, size),
        "K": (batch, heads, keys, size),
        "V": (batch, heads, keys, value_size),
    }
    inputs = {name: rng.standard_normal(shape).astype(dtype) for name, shape in shapes.items()}
    mods = {
        name: mod()
        for name, mod in (("score_mod", rng.choice([_soft_cap, _causal])), ("prob_mod", _soft_cap))
        if rng.random() < 0.5
    }
    scale = None if rng.random() < 0.5 else float(rng.uniform(0.1, 1))
    made = adapting.model(
        "FlexAttention", inputs, domain="ai.onnx.preview", opset=25, scale=scale, **mods
    )
    return made, inputs


@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("operator", [center_crop_pad, array_feature_extractor, flex_attention])
def test_adapted_it_computes_the_same(
    operator: Callable[[Rng, str], Draw], dtype: str, rng: Rng, seed: int
) -> None:
    tolerance = 1e-5 if dtype == "float32" else 2e-3
    for i in range(DRAWS):
        made, inputs = operator(rng, dtype)
        try:
            adapting.same(made, inputs, rtol=tolerance, atol=tolerance)
        except AssertionError as error:
            shapes = {name: array.shape for name, array in inputs.items()}
            raise AssertionError(f"draw {i} of seed {seed}: {shapes}: {error}") from error
