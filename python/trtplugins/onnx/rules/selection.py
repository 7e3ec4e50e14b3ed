"""TopK, ArgMax, ArgMin and OneHot; and what has as many results as the data say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import (
    Impossible,
    plugin,
    refuse,
    rewrite,
    rewrite_or_plugin,
)
from trtplugins.onnx.rules.questions import INTEGERS, counted, known_ints, typed
from trtplugins.onnx.rules.rule import Rule, always

# The most that TensorRT's TopK gives.
_MOST = 3840

_FLOAT32 = "TensorRT 8.6 compares integers as float32, of 24 bits"
_COUNT = "how many results there are depends on the data, and TensorRT 8.6 has to know before"


def _takes_many(node: ir.Node, opset: int) -> bool:
    k = known_ints(nodes.given(node, 1))
    return bool(k) and k is not None and k[0] > _MOST


# -- ArgMax, ArgMin ------------------------------------------------------------------------------


def _of_vector(node: ir.Node, opset: int) -> bool:
    return nodes.rank(node.inputs[0]) == 1


def _as_row(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    given: dict[str, Any] = {a.name: a.value for a in node.attributes.values()}
    given.update(axis=1)
    zero = new.constant([0])
    found = new.op(node.op_type, new.op("Unsqueeze", node.inputs[0], zero), **given)
    return [new.op("Squeeze", found, zero)]


def _by_top_k(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, rank = node.inputs[0], nodes.rank(node.inputs[0])
    if rank is None:
        raise Impossible("the rank of its input is not known")
    (axis,) = counted([int(nodes.attribute(node, "axis", 0))], rank)
    value: Any = x
    backwards = bool(nodes.attribute(node, "select_last_index", 0))
    if backwards:
        whole = (new.constant([-1]), new.constant([np.iinfo(np.int64).min]))
        value = new.op("Slice", value, *whole, new.constant([axis]), new.constant([-1]))
    largest = int(node.op_type == "ArgMax")
    _, index = new.op("TopK", value, new.constant([1]), axis=axis, largest=largest, outputs=2)
    if backwards:
        size = new.op("Gather", new.op("Shape", x), new.constant([axis]))
        index = new.op("Sub", new.op("Sub", size, new.constant([1])), index)
    if nodes.attribute(node, "keepdims", 1):
        return [index]
    return [new.op("Squeeze", index, new.constant([axis]))]


# -- OneHot --------------------------------------------------------------------------------------


def _compare(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """On where the index is the place; indices below 0 count from the end."""
    indices, depths, values = node.inputs
    depth, rank = nodes.constant(depths), nodes.rank(indices)
    if depth is None or rank is None or indices is None:
        raise Impossible("input 'depth' has to be known when the engine is built: freeze it")
    size = int(depth.reshape(-1)[0])
    (axis,) = counted([int(nodes.attribute(node, "axis", -1))], rank + 1)
    index = new.op("Cast", indices, to=ir.DataType.INT64)
    below = new.op("Less", index, new.constant(0))
    index = new.op("Where", below, new.op("Add", index, new.constant(size)), index)
    places = np.arange(size).reshape(-1, *(1,) * (rank - axis))
    here = new.op("Equal", new.op("Unsqueeze", index, new.constant([axis])), new.constant(places))
    off, on = (new.op("Gather", values, new.constant(i)) for i in (0, 1))
    return [new.op("Where", here, on, off)]


# -- as many results as the data say -------------------------------------------------------------


def _chosen_now(node: ir.Node, opset: int) -> bool:
    return nodes.constant(node.inputs[1]) is not None


def _gather(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    condition, x = nodes.constant(node.inputs[1]), node.inputs[0]
    assert condition is not None
    chosen = new.constant(np.flatnonzero(condition).astype(np.int64))
    if "axis" in node.attributes:
        return [new.op("Gather", x, chosen, axis=int(nodes.attribute(node, "axis")))]
    return [new.op("Gather", new.op("Reshape", x, new.constant([-1])), chosen)]


RULES = (
    Rule("TopK", typed(*INTEGERS), plugin, _FLOAT32),
    Rule("TopK", _takes_many, plugin, f"TensorRT 8.6 takes {_MOST} at most"),
    *(
        rule
        for op in ("ArgMax", "ArgMin")
        for rule in (
            Rule(op, typed(*INTEGERS), rewrite(_by_top_k, "a TopK of one"), _FLOAT32),
            Rule(
                op,
                _of_vector,
                rewrite(_as_row, "done on a matrix of one row"),
                "TensorRT 8.6 wants two dimensions",
            ),
        )
    ),
    Rule(
        "OneHot",
        always,
        rewrite_or_plugin(_compare, "indices compared with places"),
        "TensorRT 8.6 has neither negative indices nor a depth it does not know",
    ),
    Rule(
        "Compress",
        _chosen_now,
        rewrite(_gather, "gathered"),
        "TensorRT 8.6 has no importer for it",
    ),
    *(Rule(op, always, refuse(_COUNT), _COUNT) for op in ("Compress", "NonZero", "Unique")),
    Rule("NonMaxSuppression", always, refuse(_COUNT), _COUNT),
)
