"""Shape, Split, Trilu, OneHot, Hardmax, Compress: made plain by what is known of shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, plugin, refuse, rewrite
from trtplugins.onnx.rules.rule import Rule, always


def _sliced(node: ir.Node, opset: int) -> bool:
    return "start" in node.attributes or "end" in node.attributes


def _shape(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    start = nodes.attribute(node, "start", 0)
    end = nodes.attribute(node, "end", np.iinfo(np.int32).max)
    whole = new.op("Shape", node.inputs[0])
    return [new.op("Slice", whole, new.constant([start]), new.constant([end]))]


def extent(x: ir.Value | None, axis: int, new: Replacement) -> ir.Value:
    """The size of a dimension as a vector of one element; a constant where it is known."""
    shape = None if x is None else x.shape
    size = None if shape is None else shape[axis]
    if isinstance(size, int):
        return new.constant([size])
    whole = new.op("Shape", x)
    result: ir.Value = new.op("Gather", whole, new.constant([axis]), axis=0)
    return result


def _needs_sizes(node: ir.Node, opset: int) -> bool:
    return "num_outputs" in node.attributes


def _split(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """All parts are of ceil(size / parts), but for the last, which takes what is left."""
    x, axis, parts = node.inputs[0], nodes.attribute(node, "axis", 0), len(node.outputs)
    shape = None if x is None else x.shape
    size: Any = None if shape is None else shape[axis]
    if isinstance(size, int):
        part = -(-size // parts)
        lengths = [part] * (parts - 1) + [size - part * (parts - 1)]
        given = new.constant(np.asarray(lengths, np.int64))
    else:
        whole = extent(x, axis, new)
        each = new.op(
            "Div",
            new.op("Add", whole, new.constant([parts - 1])),
            new.constant([parts]),
        )
        last = new.op("Sub", whole, new.op("Mul", each, new.constant([parts - 1])))
        given = new.op("Concat", *([each] * (parts - 1)), last, axis=0)
    made = new.op("Split", x, given, outputs=parts, axis=axis)
    return made if isinstance(made, list) else [made]


def _trilu(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x = node.inputs[0]
    k = 0
    if nodes.given(node, 1) is not None:
        given = nodes.constant(nodes.given(node, 1))
        if given is None:
            raise Impossible("input 'k' has to be known when the engine is built: freeze it")
        k = int(given.reshape(()))
    rank = nodes.rank(x)
    if rank is None:
        raise Impossible("the rank of its input is not known")
    upper = nodes.attribute(node, "upper", 1)
    shape = x.shape if x is not None else None
    assert shape is not None
    rows, columns = shape[rank - 2], shape[rank - 1]
    if isinstance(rows, int) and isinstance(columns, int):
        kept = np.arange(columns) - np.arange(rows)[:, None]
        mask = new.constant(kept >= k if upper else kept <= k)
    else:
        zero, one = new.constant(0), new.constant(1)
        r, c = (
            new.op(
                "Range", zero, new.op("Squeeze", extent(x, rank - i, new), new.constant([0])), one
            )
            for i in (2, 1)
        )
        limit = new.op("Add", new.op("Unsqueeze", r, new.constant([1])), new.constant([k]))
        mask = new.op("GreaterOrEqual" if upper else "LessOrEqual", c, limit)
    if nodes.dtype(x) == ir.DataType.BOOL:
        return [new.op("And", x, mask)]
    dtype = nodes.dtype(x)
    if dtype is None:
        raise Impossible("the type of its input is not known")
    return [new.op("Where", mask, x, new.constant(np.zeros((), dtype.numpy())))]


def _one_hot(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    indices, depth, values = node.inputs
    size = nodes.constant(depth)
    rank = nodes.rank(indices)
    if size is None:
        raise Impossible("input 'depth' has to be known when the engine is built: freeze it")
    if rank is None:
        raise Impossible("the rank of its input 'indices' is not known")
    count = int(size.reshape(()))
    axis = nodes.attribute(node, "axis", -1) % (rank + 1)
    integers = new.op("Cast", indices, to=int(ir.DataType.INT32))
    moved = new.op("Add", integers, new.constant(count, np.int32))
    negative = new.op("Less", integers, new.constant(0, np.int32))
    places = new.op("Where", negative, moved, integers)
    classes = np.arange(count, dtype=np.int32).reshape([-1] + [1] * (rank - axis))
    hot = new.op("Equal", new.op("Unsqueeze", places, new.constant([axis])), new.constant(classes))
    off, on = (new.op("Gather", values, new.constant(i), axis=0) for i in (0, 1))
    return [new.op("Where", hot, on, off)]


def _plain_indices(node: ir.Node, opset: int) -> bool:
    plain = (ir.DataType.INT32, ir.DataType.INT64, ir.DataType.FLOAT)
    return nodes.dtype(node.inputs[0]) in plain


def _hardmax(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, shape, dtype = (
        node.inputs[0],
        nodes.static_shape(node.inputs[0]),
        nodes.dtype(node.inputs[0]),
    )
    if shape is None or dtype is None or opset < 13:
        raise Impossible("the shape of its input is not known, or its opset is older than 13")
    axis = nodes.attribute(node, "axis", -1) % len(shape)
    best = new.op("ArgMax", x, axis=axis, keepdims=1)
    classes = np.arange(shape[axis]).reshape([-1] + [1] * (len(shape) - 1 - axis))
    return [new.op("Cast", new.op("Equal", best, new.constant(classes)), to=int(dtype))]


def _compress(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    condition = nodes.constant(node.inputs[1])
    if condition is None:
        raise Impossible("its result's shape depends on data, which TensorRT 8 cannot do")
    kept = new.constant(np.flatnonzero(condition))
    x, axis = node.inputs[0], nodes.attribute(node, "axis")
    if axis is None:
        x, axis = new.op("Reshape", x, new.constant([-1])), 0
    return [new.op("Gather", x, kept, axis=axis)]


_DATA_DEPENDENT = "its result's shape depends on data, which TensorRT 8 cannot do"

RULES = (
    Rule("Shape", _sliced, rewrite(_shape, "cut by a Slice"), "TensorRT 8.6 ignores start and end"),
    Rule(
        "Split",
        _needs_sizes,
        rewrite(_split, "lengths stated"),
        "TensorRT 8.6 ignores num_outputs and cuts what does not divide",
    ),
    Rule(
        "Trilu",
        always,
        rewrite(_trilu, "replaced by a mask"),
        "TensorRT 8.6 knows ranks 2 and 3, and gets k wrong",
    ),
    Rule("OneHot", _plain_indices, plugin, "TensorRT 8.6 refuses a depth that is an input"),
    Rule(
        "OneHot",
        always,
        rewrite(_one_hot, "replaced by a comparison"),
        "TensorRT 8.6 refuses a depth that is an input, and indices below zero",
    ),
    Rule(
        "Hardmax",
        always,
        rewrite(_hardmax, "replaced by ArgMax and a comparison"),
        "TensorRT 8.6 has no importer for it",
    ),
    Rule(
        "Compress",
        always,
        rewrite(_compress, "replaced by Gather"),
        "TensorRT 8.6 has no importer for it",
    ),
    *(
        Rule(op, always, refuse(_DATA_DEPENDENT), _DATA_DEPENDENT)
        for op in ("NonZero", "Unique", "NonMaxSuppression")
    ),
)
