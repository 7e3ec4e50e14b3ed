"""Inputs and outputs that a node leaves out."""

from __future__ import annotations

import numpy as np
import onnx_ir as ir

from trtplugins.onnx.context import Context
from trtplugins.onnx.replacement import Replacement

_WHY = "TensorRT's parser looks for a tensor of the empty name"


def run(model: ir.Model, context: Context) -> None:
    """Drop what is left out at the end, and supply what a loop leaves out."""
    for node in list(ir.traversal.RecursiveGraphIterator(model.graph)):
        _trim(node)
        if node.op_type == "Loop" and node.domain == "" and None in node.inputs[:2]:
            supplied = [value or _default(node, i) for i, value in enumerate(node.inputs[:2])]
            for i, value in enumerate(supplied):
                node.replace_input_with(i, value)
            context.changed(node, "trip count and condition stated", _WHY)


def _trim(node: ir.Node) -> None:
    inputs = len(node.inputs)
    while inputs and node.inputs[inputs - 1] is None:
        inputs -= 1
    if inputs < len(node.inputs):
        node.resize_inputs(inputs)
    outputs = len(node.outputs)
    while (
        outputs > 1
        and not node.outputs[outputs - 1].uses()
        and not (node.outputs[outputs - 1].is_graph_output())
    ):
        outputs -= 1
    if outputs < len(node.outputs) and node.op_type not in ("Split", "If", "Loop", "Scan"):
        node.resize_outputs(outputs)


def _default(node: ir.Node, index: int) -> ir.Value:
    array = np.asarray(np.iinfo(np.int32).max, np.int64) if index == 0 else np.asarray(True)
    new = Replacement(node)
    value = new.constant(array)
    new.insert_before()
    return value
