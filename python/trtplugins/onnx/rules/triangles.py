"""Trilu."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, rewrite
from trtplugins.onnx.rules.questions import dim
from trtplugins.onnx.rules.rule import Rule, always
from trtplugins.onnx.rules.shapes import index_along


def _select(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, upper = node.inputs[0], bool(nodes.attribute(node, "upper", 1))
    rank = nodes.rank(x)
    if x is None or x.dtype is None or rank is None:
        raise Impossible("the rank of its input is not known")
    k = nodes.given(node, 1)
    rows, columns = dim(x, rank - 2), dim(x, rank - 1)
    known = np.zeros((), np.int64) if k is None else nodes.constant(k)
    if known is not None and rows is not None and columns is not None:
        shift = int(np.clip(int(known.reshape(-1)[0]), -rows - 1, columns + 1))
        ones = np.ones((rows, columns), np.bool_)
        kept = new.constant(np.triu(ones, shift) if upper else np.tril(ones, shift))
    else:
        row, column = (index_along(new, x, axis) for axis in (rank - 2, rank - 1))
        if k is not None:
            row = new.op("Add", row, k)
        compare = "GreaterOrEqual" if upper else "LessOrEqual"
        kept = new.op(compare, column, new.op("Unsqueeze", row, new.constant([1])))
    if x.dtype == ir.DataType.BOOL:
        return [new.op("And", x, kept)]
    return [new.op("Where", kept, x, new.constant(np.zeros((), x.dtype.numpy())))]


RULES = (
    Rule(
        "Trilu",
        always,
        rewrite(_select, "a choice between the input and zero"),
        "TensorRT 8.6 gets k wrong",
    ),
)
