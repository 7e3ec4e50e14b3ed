"""Outputs of the graph that are constants."""

from __future__ import annotations

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.context import Context
from trtplugins.onnx.target import OPSET


def run(model: ir.Model, context: Context) -> None:
    """Compute constants of bool from int32, since TensorRT's parser takes them for float."""
    for i, output in enumerate(model.graph.outputs):
        array = nodes.constant(output)
        if array is None or output.dtype != ir.DataType.BOOL:
            continue
        tensor = ir.tensor(array.astype(np.int32))
        constant = ir.node("Constant", [], {"value": tensor}, version=OPSET)
        to = int(ir.DataType.BOOL)
        cast = ir.node("Cast", [constant.outputs[0]], {"to": to}, version=OPSET)
        made = cast.outputs[0]
        made.name, made.type, made.shape = output.name, output.type, output.shape
        output.name = None if output.producer() is not None else f"{output.name}_constant"
        model.graph.extend([constant, cast])
        model.graph.outputs[i] = made
        why = "TensorRT takes constants of bool for float"
        context.changed(f"output '{made.name}'", "computed by a Cast", why)
