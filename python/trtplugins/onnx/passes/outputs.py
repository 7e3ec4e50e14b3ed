"""Outputs of the graph that are constants."""

from __future__ import annotations

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.context import Context


def run(model: ir.Model, context: Context) -> None:
    """Compute constants of bool from int32, since TensorRT's parser takes them for float."""
    for i, output in enumerate(model.graph.outputs):
        array = nodes.constant(output)
        if array is None or output.dtype != ir.DataType.BOOL:
            continue
        constant = ir.node("Constant", [], {"value": ir.tensor(array.astype(np.int32))})
        cast = ir.node("Cast", [constant.outputs[0]], {"to": int(ir.DataType.BOOL)})
        made = cast.outputs[0]
        made.name, made.type, made.shape = output.name, output.type, output.shape
        output.name = f"{output.name}_constant"
        model.graph.extend([constant, cast])
        model.graph.outputs[i] = made
        context.changed(
            f"output '{made.name}'",
            "computed by a Cast",
            "TensorRT takes constants of bool for float",
        )
