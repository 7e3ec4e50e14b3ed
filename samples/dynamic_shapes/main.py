"""One engine for inputs of many shapes: two optimisation profiles, and a context for each."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import trtplugins as tp
from trtplugins import system

Array = np.ndarray[Any, Any]

# Minimum, optimum, maximum: TensorRT times kernels at the optimum.
SINGLE = {"x": [(1, 3, 16, 16), (1, 3, 64, 64), (1, 3, 128, 128)]}
BATCHES = {"x": [(2, 3, 64, 64), (16, 3, 64, 64), (32, 3, 64, 64)]}


def network() -> onnx.ModelProto:
    """A convolution, a Relu and the mean of each channel, for images of any number and size."""
    rng = np.random.default_rng(0)
    weights = (rng.standard_normal((8, 3, 3, 3)) / 5).astype(np.float32)
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["c"], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["c"], ["r"]),
        helper.make_node("GlobalAveragePool", ["r"], ["y"]),
    ]
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 3, "height", "width"])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 8, 1, 1])
    graph = helper.make_graph(nodes, "means", [x], [y], [numpy_helper.from_array(weights, "w")])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def main() -> int:
    """Run both contexts at several shapes; 0 if all is right and what is outside is refused."""
    if not system.gpus():
        print("No GPU here: building an engine needs one.")
        return 0
    model = network()
    engine = tp.build(
        model,
        profiles=[SINGLE, BATCHES],
        tf32=False,
        tactic_sources=0,  # so that cuBLAS and cuDNN need not be installed
    )
    for number, (low, optimum, high) in enumerate(engine.inputs[0].profiles):
        print(f"profile {number}: {low} to {high}, best at {optimum}")
    good = True
    shapes = {0: [(1, 3, 16, 16), (1, 3, 77, 31)], 1: [(2, 3, 64, 64), (32, 3, 64, 64)]}
    rng = np.random.default_rng(1)
    for profile, inputs in shapes.items():
        with engine.context(profile=profile) as context:
            for shape in inputs:
                x = rng.standard_normal(shape, dtype=np.float32)
                expected = tp.reference.run(model, {"x": x})["y"]
                y = context(x)
                good = good and y.shape == expected.shape
                error = float(np.abs(y - expected).max())
                good = good and error < 1e-5
                print(f"profile {profile}, input {shape}: largest error {error:.1e}")
    try:
        with engine.context(profile=1) as context:
            context(np.zeros((1, 3, 16, 16), np.float32))
        good = False
    except tp.Error as error:
        print(f"refused: {error}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
