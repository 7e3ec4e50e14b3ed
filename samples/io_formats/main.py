"""Inputs and outputs in the layout that the kernels work in: no reformat at either end."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import trtplugins as tp
from trtplugins import system

SHAPE = (2, 3, 32, 32)
Array = np.ndarray[Any, Any]


def network() -> onnx.ModelProto:
    """A convolution of images in three channels to eight, and a Relu: x to y."""
    rng = np.random.default_rng(0)
    weights = (rng.standard_normal((8, 3, 3, 3)) / 5).astype(np.float32)
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["c"], "conv", pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["c"], ["y"], "relu"),
    ]
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, SHAPE)
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, (SHAPE[0], 8, *SHAPE[2:]))
    graph = helper.make_graph(nodes, "io", [x], [y], [numpy_helper.from_array(weights, "w")])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def main() -> int:
    """Build with several layouts and compare; 0 if all are right."""
    if not system.gpus():
        print("No GPU here: building an engine needs one.")
        return 0
    model = network()
    x = np.random.default_rng(1).standard_normal(SHAPE).astype(np.float16)
    expected = tp.reference.run(model, {"x": x.astype(np.float32)})["y"]
    good = True
    for layout in ("linear", "hwc8", "chw16", "chw32"):
        engine = tp.build(
            model,
            precision="fp16",
            io={"x": ("fp16", layout), "y": ("fp16", layout)},
            tactic_sources=0,  # so that cuBLAS and cuDNN need not be installed
        )
        tensor = engine.inputs[0]
        memory = tp.formats.physical_shape(tensor.shape, tensor.layout)
        error = float(np.abs(engine(x).astype(np.float32) - expected).max())
        good = good and error < 1e-2 and tensor.layout == layout
        print(f"{layout}: x {tuple(tensor.shape)} lies as {memory}, largest error {error:.1e}")
    try:
        tp.build(model, io={"x": ("fp32", "hwc8")})
        good = False
    except tp.Error as error:
        print(f"refused: {error}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
