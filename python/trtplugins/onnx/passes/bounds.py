"""Constants of int64 beyond int32, which TensorRT cuts off with no more than a warning."""

from __future__ import annotations

from typing import Optional

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.carried import T
from trtplugins.onnx.context import Context
from trtplugins.onnx.replacement import Replacement

# Inputs where the nearest int32 means the same, since what it is compared with is int32 itself.
_LIMITS = {
    "Clip": {1, 2},
    "Loop": {0},
    "Max": None,
    "Min": None,
    "Slice": {1, 2},
}

_WHY = "TensorRT 8 computes int64 in int32"


def run(model: ir.Model, context: Context) -> None:
    """Replace such constants where that is exact, and refuse them elsewhere."""
    limits = np.iinfo(np.int32)
    for value in _constants(model):
        array = nodes.constant(value)
        if array is None or not array.size:
            continue
        if limits.min <= array.min() and array.max() <= limits.max:
            continue
        for use in list(value.uses()):
            if not _bounds_only(use.node, use.idx):
                far = array.min() if array.min() < limits.min else array.max()
                context.refuse(use.node, f"constant '{value.name}' has {far}: {_WHY}")
                continue
            new = Replacement(use.node)
            near = new.constant(np.clip(array, limits.min, limits.max))
            new.insert_before()
            use.node.replace_input_with(use.idx, near)
            context.changed(use.node, f"bound '{value.name}' brought into int32", _WHY)
        if value.is_graph_output():
            context.refuse(f"output '{value.name}'", f"a constant beyond int32: {_WHY}")


def _constants(model: ir.Model) -> list[ir.Value]:
    found = []
    for graph in nodes.graphs(model):
        found += [v for v in graph.initializers.values() if _dtype(v) == T.INT64]
        for node in graph:
            if node.op_type == "Constant" and node.domain == "":
                found += [v for v in node.outputs if _dtype(v) == T.INT64]
    return found


def _dtype(value: ir.Value) -> Optional[ir.DataType]:
    tensor = ir.convenience.get_const_tensor(value)
    return None if tensor is None else tensor.dtype


def _bounds_only(node: ir.Node, index: int) -> bool:
    if node.domain != "" or node.op_type not in _LIMITS:
        return False
    places = _LIMITS[node.op_type]
    return places is None or index in places
