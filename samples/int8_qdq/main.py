"""INT8 from a model that says its own ranges: QuantizeLinear and DequantizeLinear around layers."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import trtplugins as tp
from trtplugins import system

SHAPE = (4, 16, 24, 24)
STEP = 0.03  # of activations; int8 covers -3.84 to 3.81
LIMIT = 2.5  # largest error in steps: of rounding at the edge between two, twice

Array = np.ndarray[Any, Any]


def network() -> onnx.ModelProto:
    """Two quantised convolutions with a Relu after each: x to y."""
    rng = np.random.default_rng(0)
    nodes: list[onnx.NodeProto] = []
    constants: dict[str, Array] = {"step": np.float32(STEP), "zero": np.int8(0)}

    def quantised(name: str, scale: str = "step", zero: str = "zero", **axis: int) -> str:
        q, result = f"{name}_q", f"{name}_dq"
        nodes.append(helper.make_node("QuantizeLinear", [name, scale, zero], [q], **axis))
        nodes.append(helper.make_node("DequantizeLinear", [q, scale, zero], [result], **axis))
        return result

    last = "x"
    for i in range(2):
        w = (rng.standard_normal((16, 16, 3, 3)) * np.sqrt(2 / 144)).astype(np.float32)
        constants[f"w{i}"] = w
        constants[f"s{i}"] = (np.abs(w).max((1, 2, 3)) / 127).astype(np.float32)  # per channel
        constants[f"z{i}"] = np.zeros(16, np.int8)
        inputs = [quantised(last), quantised(f"w{i}", f"s{i}", f"z{i}", axis=0)]
        nodes.append(helper.make_node("Conv", inputs, [f"c{i}"], f"conv{i}", pads=[1, 1, 1, 1]))
        nodes.append(helper.make_node("Relu", [f"c{i}"], [f"r{i}"], f"relu{i}"))
        last = f"r{i}"
    nodes.append(helper.make_node("Identity", [quantised(last)], ["y"]))
    values = [helper.make_tensor_value_info(n, TensorProto.FLOAT, SHAPE) for n in ("x", "y")]
    weights = [numpy_helper.from_array(np.asarray(v), n) for n, v in constants.items()]
    graph = helper.make_graph(nodes, "qdq", values[:1], values[1:], weights)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19)], ir_version=9)


def main() -> int:
    """Build and compare with the reference; 0 if nearly every value is the same step."""
    if not system.gpus():
        print("No GPU here: building an engine needs one.")
        return 0
    model = network()
    x = np.random.default_rng(1).standard_normal(SHAPE, dtype=np.float32)
    expected = tp.reference.run(model, {"x": x})["y"]
    engine = tp.build(
        model,
        precision="int8",
        tactic_sources=0,  # so that cuBLAS and cuDNN need not be installed
    )
    steps = np.abs(engine(x) - expected) / STEP
    same = float((steps < 0.5).mean())
    print(f"{same:.2%} of the outputs are the same step as ONNX's definition has")
    print(f"largest difference: {steps.max():.1f} steps of {STEP}")
    return 0 if same > 0.98 and steps.max() < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
