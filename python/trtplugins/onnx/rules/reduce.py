"""Reductions: from opset 18 on the axes are an input, which TensorRT 8.6 ignores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, rewrite
from trtplugins.onnx.rules.rule import Rule

_KINDS = ("L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "Sum", "SumSquare")
_SUM = "ReduceSum"

# What a reduction over nothing gives, where it is a number.
_EMPTY = {
    "ReduceL1": 0.0,
    "ReduceL2": 0.0,
    "ReduceLogSum": -np.inf,
    "ReduceLogSumExp": -np.inf,
    "ReduceMax": -np.inf,
    "ReduceMin": np.inf,
    "ReduceProd": 1.0,
    "ReduceSum": 0.0,
    "ReduceSumSquare": 0.0,
}


def _axes_are_an_input(node: ir.Node, opset: int) -> bool:
    newer = "noop_with_empty_axes" in node.attributes or nodes.given(node, 1) is not None
    return node.op_type != _SUM and newer


def _axes_of_sum(node: ir.Node, opset: int) -> bool:
    given = nodes.given(node, 1)
    constant = given is None or nodes.constant(given) is not None
    noop = bool(nodes.attribute(node, "noop_with_empty_axes", 0))
    empty = given is None or (constant and nodes.constant(given).size == 0)  # type: ignore[union-attr]
    return not constant or (empty and (noop or given is not None))


def _axes(node: ir.Node) -> list[int] | None:
    """The axes that are reduced; None for all of them."""
    given = nodes.given(node, 1)
    if given is None:
        return None
    array = nodes.constant(given)
    if array is None:
        raise Impossible("input 'axes' has to be known when the engine is built: freeze it")
    return [int(axis) for axis in array.reshape(-1)] or None


def _older_form(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    axes = _axes(node)
    data = node.inputs[0]
    if axes is None and nodes.attribute(node, "noop_with_empty_axes", 0):
        return [_of_single_elements(node.op_type, data, new)]
    keepdims = nodes.attribute(node, "keepdims", 1)
    if node.op_type == _SUM:
        given = None if axes is None else new.constant(np.asarray(axes, np.int64))
        return [new.op(_SUM, data, given, keepdims=keepdims)]
    return [new.op(node.op_type, data, axes=axes, keepdims=keepdims)]


def _of_single_elements(op: str, x: ir.Value | None, new: Replacement) -> ir.Value:
    """What a reduction is that reduces nothing: applied to each element alone."""
    if op in ("ReduceL1", "ReduceL2"):
        made = new.op("Abs", x)
    elif op == "ReduceLogSum":
        made = new.op("Log", x)
    elif op == "ReduceSumSquare":
        made = new.op("Mul", x, x)
    else:
        made = new.op("Identity", x)
    result: ir.Value = made
    return result


def _of_nothing(node: ir.Node, opset: int) -> bool:
    shape, result = nodes.static_shape(node.inputs[0]), nodes.static_shape(node.outputs[0])
    return shape is not None and 0 in shape and result is not None and 0 not in result


def _constant_result(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    dtype = nodes.dtype(node.inputs[0])
    value = _EMPTY.get(node.op_type)
    shape = nodes.static_shape(node.outputs[0])
    if value is None or dtype is None or shape is None:
        raise Impossible("a reduction over no elements")
    kind = dtype.numpy()
    if np.isinf(value) and kind.kind in "iu":
        value = np.iinfo(kind).min if value < 0 else np.iinfo(kind).max
    if kind.kind == "b":
        value = value > 0
    return [new.constant(np.full(shape, value, kind))]


def _boolean(node: ir.Node, opset: int) -> bool:
    return nodes.dtype(node.inputs[0]) == ir.DataType.BOOL


def _through_int32(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x = new.op("Cast", node.inputs[0], to=int(ir.DataType.INT32))
    attributes = {a.name: a.value for a in node.attributes.values()}
    reduced = new.op(node.op_type, x, *node.inputs[1:], version=opset, **attributes)
    return [new.op("Cast", reduced, to=int(ir.DataType.BOOL))]


RULES = (
    *(
        Rule(
            f"Reduce{kind}",
            _of_nothing,
            rewrite(_constant_result, "replaced by its value over no elements"),
            "TensorRT 8.6 reduces empty tensors to what was in memory",
        )
        for kind in _KINDS
    ),
    *(
        Rule(
            f"Reduce{kind}",
            _boolean,
            rewrite(_through_int32, "computed in int32"),
            "TensorRT 8.6 reduces no bool",
        )
        for kind in ("Max", "Min")
    ),
    *(
        Rule(
            f"Reduce{kind}",
            _axes_are_an_input,
            rewrite(_older_form, "axes moved from an input to an attribute"),
            "TensorRT 8.6 ignores axes that are an input, and reduces everything",
        )
        for kind in _KINDS
    ),
    Rule(
        _SUM,
        _axes_of_sum,
        rewrite(_older_form, "axes stated as a constant"),
        "TensorRT 8.6 takes axes as an initializer that is not empty",
    ),
)
