"""Optional inputs that a node leaves out before others that it gives.

TensorRT's parser sees a tensor of the empty name there, and some of its importers use it unasked.
Where ONNX's default can be stated, it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.context import Context
from trtplugins.onnx.replacement import Replacement

_Default = Callable[[ir.Node, Replacement], Optional[ir.Value]]


def run(model: ir.Model, context: Context) -> None:
    """State the defaults of such inputs; drop those that are left out at the end."""
    for node in nodes.every(model):
        last = max((i for i, value in enumerate(node.inputs) if value is not None), default=-1)
        node.resize_inputs(last + 1)
        for index, default in _DEFAULTS.get(node.op_type, {}).items() if node.domain == "" else ():
            if index > last or node.inputs[index] is not None:
                continue
            new = Replacement(node)
            value = default(node, new)
            if value is not None:
                new.insert_before()
                node.replace_input_with(index, value)
                why = "TensorRT's parser looks for a tensor of the empty name"
                context.changed(node, f"input {index} stated", why)


def _lowest(node: ir.Node, new: Replacement) -> Optional[ir.Value]:
    dtype = nodes.dtype(node.inputs[0])
    if dtype is None:
        return None
    kind = dtype.numpy()
    limits = np.iinfo(kind) if kind.kind in "iu" else np.finfo(kind)
    return new.constant(np.asarray(limits.min, kind))


def _always(node: ir.Node, new: Replacement) -> Optional[ir.Value]:
    return new.constant(np.asarray(True))


def _without_end(node: ir.Node, new: Replacement) -> Optional[ir.Value]:
    """The most rounds there are; not where results are stacked, of which TensorRT makes as many."""
    (body,) = nodes.subgraphs(node)
    if len(node.outputs) > len(body.inputs) - 2:
        return None
    return new.constant(np.asarray(np.iinfo(np.int32).max, np.int64))


def _leading_axes(node: ir.Node, new: Replacement) -> Optional[ir.Value]:
    count = nodes.size(node.inputs[1])
    return None if count is None else new.constant(np.arange(count))


def _no_bias(node: ir.Node, new: Replacement) -> Optional[ir.Value]:
    recurrent, dtype = nodes.static_shape(node.inputs[2]), nodes.dtype(node.inputs[2])
    if recurrent is None or dtype is None:
        return None
    directions, gates, _ = recurrent
    return new.constant(np.zeros((directions, 2 * gates), dtype.numpy()))


def _no_state(node: ir.Node, new: Replacement) -> Optional[ir.Value]:
    x, recurrent = nodes.static_shape(node.inputs[0]), nodes.static_shape(node.inputs[2])
    dtype = nodes.dtype(node.inputs[0])
    if x is None or recurrent is None or dtype is None or nodes.attribute(node, "layout", 0):
        return None
    return new.constant(np.zeros((recurrent[0], x[1], recurrent[2]), dtype.numpy()))


_DEFAULTS: dict[str, dict[int, _Default]] = {
    "Clip": {1: _lowest},
    "GRU": {3: _no_bias, 5: _no_state},
    "LSTM": {3: _no_bias, 5: _no_state, 6: _no_state},
    "Loop": {0: _without_end, 1: _always},
    "RNN": {3: _no_bias, 5: _no_state},
    "Slice": {3: _leading_axes},
}
