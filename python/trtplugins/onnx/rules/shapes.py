"""Shape with a start or an end; EyeLike, Range and Expand of what is not known now."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import refuse, rewrite
from trtplugins.onnx.rules.questions import known_ints
from trtplugins.onnx.rules.rule import Rule

_INT_TYPES = (ir.DataType.INT32, ir.DataType.INT64)


def _sliced(node: ir.Node, opset: int) -> bool:
    return "start" in node.attributes or "end" in node.attributes


def _slice(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    start = int(nodes.attribute(node, "start", 0))
    end = int(nodes.attribute(node, "end", np.iinfo(np.int64).max))
    whole = new.op("Shape", node.inputs[0])
    return [new.op("Slice", whole, new.constant([start]), new.constant([end]), new.constant([0]))]


def _unknown_range(node: ir.Node, opset: int) -> bool:
    known = [known_ints(value) is not None for value in node.inputs]
    return not all(known) and nodes.dtype(node.inputs[0]) not in _INT_TYPES


def _of_unknown_shape(node: ir.Node, opset: int) -> bool:
    return nodes.static_shape(node.inputs[0]) is None


def _eye(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """Ones where the column is k more than the row."""
    x = node.inputs[0]
    assert x is not None
    assert x.dtype is not None
    rows, columns = (index_along(new, x, axis) for axis in (0, 1))
    k = new.constant(int(nodes.attribute(node, "k", 0)))
    diagonal = new.op(
        "Equal", new.op("Unsqueeze", new.op("Add", rows, k), new.constant([1])), columns
    )
    return [new.op("Cast", diagonal, to=int(nodes.attribute(node, "dtype", int(x.dtype))))]


def index_along(new: Replacement, x: ir.Value, axis: int) -> ir.Value:
    """The numbers 0, 1 ... up to the size of dimension `axis`, as int64."""
    size = new.op("Gather", new.op("Shape", x), new.constant(axis))
    value: ir.Value = new.op("Range", new.constant(0), size, new.constant(1))
    return value


RULES = (
    Rule(
        "Shape",
        _sliced,
        rewrite(_slice, "a slice of the whole shape"),
        "TensorRT 8.6 ignores start and end",
    ),
    Rule(
        "Range",
        _unknown_range,
        refuse("start, limit and delta of floats have to be known when the engine is built"),
        "TensorRT 8.6 has no shapes from floats",
    ),
    Rule(
        "EyeLike",
        _of_unknown_shape,
        rewrite(_eye, "the places on the diagonal, by comparison"),
        "TensorRT 8.6 wants a static shape",
    ),
)
