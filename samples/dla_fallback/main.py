"""Build for DLA; where there is none, everything falls back to the GPU."""

from __future__ import annotations

import logging
import sys
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import trtplugins as tp
from trtplugins import system

SHAPE = (1, 16, 32, 32)
Array = np.ndarray[Any, Any]


def network() -> onnx.ModelProto:
    """A convolution and a Relu, which DLA runs, and an Erf, which it does not."""
    rng = np.random.default_rng(0)
    weights = (rng.standard_normal((16, 16, 3, 3)) / 12).astype(np.float32)
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["c"], "conv", pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["c"], ["r"], "relu"),
        helper.make_node("Erf", ["r"], ["y"], "erf"),
    ]
    values = [helper.make_tensor_value_info(n, TensorProto.FLOAT, SHAPE) for n in ("x", "y")]
    graph = helper.make_graph(
        nodes, "dla", values[:1], values[1:], [numpy_helper.from_array(weights, "w")]
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def main() -> int:
    """Build with and without the fallback; 0 if the engine is right."""
    if not system.gpus():
        print("No GPU here: building an engine needs one.")
        return 0
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    model = network()
    common: dict[str, Any] = {"precision": "fp16", "dla": 0, "tactic_sources": 0}
    try:
        tp.build(model, **common)
        print("all of it runs on DLA")
    except tp.Error as error:
        print(f"without gpu_fallback: {str(error).splitlines()[0]}")
    engine = tp.build(model, **common, gpu_fallback=True, layer_devices={"erf": "gpu"})
    x = np.random.default_rng(1).standard_normal(SHAPE, dtype=np.float32)
    expected = tp.reference.run(model, {"x": x})["y"]
    error = float(np.abs(engine(x) - expected).max())
    print(f"with gpu_fallback: built, largest error against the reference {error:.1e}")
    return 0 if error < 1e-2 else 1


if __name__ == "__main__":
    sys.exit(main())
