"""Small ONNX models, and engines of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import helper

import trtplugins as tp

FLOAT = onnx.TensorProto.FLOAT


def build(model: Any, **options: Any) -> tp.Engine:
    """As `tp.build`, of the model as it is, quickly, and without cuBLAS and cuDNN.

    Those need not be installed.
    """
    quickly = {"tactic_sources": 0, "optimization_level": 0, "adapt": False}
    return tp.build(model, **{**quickly, **options})


def model(
    nodes: list[onnx.NodeProto],
    inputs: dict[str, list[Any]],
    outputs: list[str],
    constants: dict[str, Any] | None = None,
) -> onnx.ModelProto:
    """A float32 model of these nodes."""
    graph = helper.make_graph(
        nodes,
        "test",
        [helper.make_tensor_value_info(name, FLOAT, shape) for name, shape in inputs.items()],
        [helper.make_tensor_value_info(name, FLOAT, None) for name in outputs],
        [
            onnx.numpy_helper.from_array(np.asarray(value), name)
            for name, value in (constants or {}).items()
        ],
    )
    opsets = [helper.make_opsetid("", 17)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def three_operators(batch: Any = "n") -> onnx.ModelProto:
    """RMSNormalization, Gelu and LReLU_TRT one after another, under their own names: x to y."""
    rng = np.random.default_rng(0)
    scale = rng.standard_normal(64).astype(np.float32)
    nodes = [
        helper.make_node("RMSNormalization", ["x", "scale"], ["a"], axis=-1, epsilon=1e-5),
        helper.make_node("Gelu", ["a"], ["b"], approximate="tanh"),
        helper.make_node("LReLU_TRT", ["b"], ["y"], negSlope=0.25, plugin_version="2"),
    ]
    return model(nodes, {"x": [batch, 64]}, ["y"], {"scale": scale})


def add_and_relu() -> onnx.ModelProto:
    """S = x + w and r = relu(s), of any batch: nothing but TensorRT's own layers."""
    nodes = [
        helper.make_node("Add", ["x", "w"], ["s"]),
        helper.make_node("Relu", ["s"], ["r"]),
    ]
    return model(nodes, {"x": ["n", 8], "w": ["n", 8]}, ["s", "r"])


BATCHES = {"x": [(1, 64), (4, 64), (16, 64)]}
PAIRS = {"x": [(1, 8), (4, 8), (16, 8)], "w": [(1, 8), (4, 8), (16, 8)]}
