"""FlexAttention, with its modifications and without."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import pytest
from onnx import helper

from support import adapting
from trtplugins.onnx import Refused, adapt

PREVIEW = "ai.onnx.preview"


def _graph(nodes: list[onnx.NodeProto], constants: list[onnx.TensorProto]) -> onnx.GraphProto:
    shape = [None] * 4
    return helper.make_graph(
        nodes,
        "mod",
        [helper.make_tensor_value_info("s", onnx.TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("o", onnx.TensorProto.FLOAT, shape)],
        constants,
    )


def _softcap() -> onnx.GraphProto:
    nodes = [
        helper.make_node("Div", ["s", "cap"], ["scaled"]),
        helper.make_node("Tanh", ["scaled"], ["bounded"]),
        helper.make_node("Mul", ["bounded", "cap"], ["o"]),
    ]
    return _graph(nodes, [helper.make_tensor("cap", onnx.TensorProto.FLOAT, [], [2.0])])


def _inputs(rng: np.random.Generator, dtype: str) -> dict[str, Any]:
    shapes = {"Q": (2, 4, 3, 8), "K": (2, 2, 5, 8), "V": (2, 2, 5, 6)}
    return {name: rng.standard_normal(shape).astype(dtype) for name, shape in shapes.items()}


@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("scale", [None, 0.5])
def test_plain_is_attention(dtype: str, scale: float | None, rng: np.random.Generator) -> None:
    inputs = _inputs(rng, dtype)
    made = adapting.model("FlexAttention", inputs, domain=PREVIEW, opset=25, scale=scale)
    tolerance = 1e-5 if dtype == "float32" else 2e-3
    assert adapting.same(made, inputs, rtol=tolerance, atol=tolerance) == ["TRTP_Attention"]


@pytest.mark.parametrize("stages", [["score_mod"], ["prob_mod"], ["score_mod", "prob_mod"]])
def test_modified_is_its_definition(stages: list[str], rng: np.random.Generator) -> None:
    inputs = _inputs(rng, "float32")
    mods = {stage: _softcap() for stage in stages}
    made = adapting.model("FlexAttention", inputs, domain=PREVIEW, opset=25, **mods)
    assert adapting.same(made, inputs).count("Tanh") == len(stages)


def test_modification_by_values_around_the_node_is_refused(rng: np.random.Generator) -> None:
    mod = _graph([helper.make_node("Mul", ["s", "Q_sum"], ["o"])], [])
    inputs = _inputs(rng, "float32")
    made = adapting.model("FlexAttention", inputs, domain=PREVIEW, opset=25, score_mod=mod)
    total = helper.make_node("ReduceSum", ["Q"], ["Q_sum"])
    made.graph.node.insert(0, total)
    with pytest.raises(Refused, match="FlexAttention"):
        adapt(made)
