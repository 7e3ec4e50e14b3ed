"""Reduce*: axes that come as an input, empty sets of axes or values, and types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, refuse, rewrite
from trtplugins.onnx.rules.questions import FLOATS, INTEGERS, counted, known_ints
from trtplugins.onnx.rules.reducing import reduced
from trtplugins.onnx.rules.rule import Rule

# What an empty set of values reduces to; ONNX leaves that of ReduceMean undefined.
_OF_NOTHING = {
    **{f"Reduce{kind}": 0.0 for kind in ("L1", "L2", "Sum", "SumSquare")},
    **{f"Reduce{kind}": -np.inf for kind in ("LogSum", "LogSumExp", "Max")},
    "ReduceMin": np.inf,
    "ReduceProd": 1.0,
}
_OPS = (*_OF_NOTHING, "ReduceMean")


def _axes(node: ir.Node) -> Optional[list[int]]:
    """The axes from the front, all of them where none is named; None where they are not known."""
    value, rank = nodes.given(node, 1), nodes.rank(node.inputs[0])
    axes = known_ints(value) if value is not None else list(nodes.attribute(node, "axes", ()))
    if axes is None or rank is None:
        return None
    if axes or nodes.attribute(node, "noop_with_empty_axes", 0):
        return counted(axes, rank)
    return list(range(rank))


def _unknown(node: ir.Node, opset: int) -> bool:
    value = nodes.given(node, 1)
    return value is not None and known_ints(value) is None


def _reduces_nothing(node: ir.Node, opset: int) -> bool:
    return _axes(node) == []


def _of_bool(node: ir.Node, opset: int) -> bool:
    return nodes.dtype(node.inputs[0]) == ir.DataType.BOOL


def _of_integers(node: ir.Node, opset: int) -> bool:
    return nodes.dtype(node.inputs[0]) in INTEGERS


def _of_floats(node: ir.Node, opset: int) -> bool:
    return nodes.dtype(node.inputs[0]) in FLOATS


def _of_empty_set(node: ir.Node, opset: int) -> bool:
    shape, axes = nodes.static_shape(node.inputs[0]), _axes(node)
    return shape is not None and axes is not None and any(shape[axis] == 0 for axis in axes)


def _reduce(
    new: Replacement, op: str, value: Any, node: ir.Node, keepdims: Optional[int] = None
) -> Any:
    """The reduction `op` of `value` over the axes of `node`."""
    axes = _axes(node)
    if axes is None:
        raise Impossible("the rank of its input is not known")
    if keepdims is None:
        keepdims = int(nodes.attribute(node, "keepdims", 1))
    return reduced(new, op, value, axes, keepdims)


def _elementwise(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x = node.inputs[0]
    if node.op_type in ("ReduceL1", "ReduceL2"):
        return [new.op("Abs", x)]
    if node.op_type == "ReduceLogSum":
        return [new.op("Log", x)]
    return [new.op("Mul", x, x) if node.op_type == "ReduceSumSquare" else new.op("Identity", x)]


def _in_int32(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    widened = new.op("Cast", node.inputs[0], to=ir.DataType.INT32)
    return [new.op("Cast", _reduce(new, node.op_type, widened, node), to=ir.DataType.BOOL)]


def _constant(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    shape, axes = nodes.static_shape(node.inputs[0]), _axes(node)
    dtype = nodes.dtype(node.inputs[0])
    assert shape is not None
    assert axes is not None
    assert dtype is not None
    value = _OF_NOTHING.get(node.op_type)
    if value is None:
        raise Impossible("ONNX does not define the mean of an empty set of values")
    if nodes.attribute(node, "keepdims", 1):
        left = [1 if axis in axes else n for axis, n in enumerate(shape)]
    else:
        left = [n for axis, n in enumerate(shape) if axis not in axes]
    return [new.constant(np.full(left, _nearest(value, dtype.numpy())))]


def _nearest(value: float, dtype: np.dtype[Any]) -> Any:
    """The value, or what comes next to an infinity in a type that has none."""
    if dtype.kind == "f" or np.isfinite(value):
        return dtype.type(value)
    if dtype.kind == "b":
        return np.bool_(value > 0)
    return dtype.type(np.iinfo(dtype).max if value > 0 else np.iinfo(dtype).min)


def _log_sum_exp(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """Exponentials of what is at most 0, as every softmax does it."""
    x = node.inputs[0]
    assert x is not None
    assert x.dtype is not None
    greatest = _reduce(new, "ReduceMax", x, node, keepdims=1)
    finite = new.op(
        "Where",
        new.op(
            "Equal", new.op("Abs", greatest), new.constant(np.full((), np.inf, x.dtype.numpy()))
        ),
        new.constant(np.zeros((), x.dtype.numpy())),
        greatest,
    )
    exponentials = new.op("Exp", new.op("Sub", x, finite))
    keepdims = nodes.attribute(node, "keepdims", 1)
    logarithm = new.op("Log", _reduce(new, "ReduceSum", exponentials, node, keepdims))
    if keepdims:
        return [new.op("Add", logarithm, finite)]
    axes = _axes(node)
    if axes is None:
        raise Impossible("the rank of its input is not known")
    return [new.op("Add", logarithm, new.op("Squeeze", finite, new.constant(axes)))]


def _mean_of_integers(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    shape, axes, x = nodes.static_shape(node.inputs[0]), _axes(node), node.inputs[0]
    if shape is None or axes is None or x is None or x.dtype is None:
        raise Impossible("the mean of integers needs static shapes")
    count = new.constant(np.asarray(np.prod([shape[axis] for axis in axes]), x.dtype.numpy()))
    total = _reduce(new, "ReduceSum", x, node)
    return [new.op("Div", total, count)]


def _root_of_integers(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    wide = new.op("Cast", node.inputs[0], to=ir.DataType.FLOAT)
    result = _reduce(new, node.op_type, wide, node)
    dtype = node.inputs[0].dtype if node.inputs[0] is not None else None
    return [new.op("Cast", result, to=dtype)]


def _axes_are_no_attribute(node: ir.Node, opset: int) -> bool:
    """Axes as an input, which but ReduceSum has not in opset 17; and none in place of all."""
    newer = "noop_with_empty_axes" in node.attributes
    if node.op_type == "ReduceSum":
        return newer or known_ints(nodes.given(node, 1)) == []
    return newer or nodes.given(node, 1) is not None


def _stated(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    axes, keepdims = known_ints(nodes.given(node, 1)), nodes.attribute(node, "keepdims", 1)
    if axes:
        return [reduced(new, node.op_type, node.inputs[0], axes, keepdims)]
    return [new.op(node.op_type, node.inputs[0], keepdims=keepdims)]


def _rules(op: str) -> list[Rule]:
    found = [
        Rule(
            op,
            _unknown,
            refuse("input 'axes' has to be known when the engine is built: freeze it"),
            "TensorRT 8.6 needs axes at build time",
        ),
        Rule(
            op,
            _of_empty_set,
            rewrite(_constant, "replaced by the value of an empty set"),
            "TensorRT 8.6 reduces no empty sets",
        ),
        Rule(
            op,
            _reduces_nothing,
            rewrite(_elementwise, "replaced by what it does to single elements"),
            "TensorRT 8.6 reduces over all axes where none is named",
        ),
    ]
    if op in ("ReduceMax", "ReduceMin"):
        found.append(
            Rule(op, _of_bool, rewrite(_in_int32, "done in int32"), "TensorRT 8.6 reduces no bool")
        )
    if op == "ReduceLogSumExp":
        found.append(
            Rule(
                op,
                _of_floats,
                rewrite(_log_sum_exp, "the maximum taken out of the exponentials"),
                "TensorRT 8.6 overflows: it sums plain exponentials",
            )
        )
    if op == "ReduceMean":
        found.append(
            Rule(
                op,
                _of_integers,
                rewrite(_mean_of_integers, "a sum, divided"),
                "TensorRT 8.6 averages floats only",
            )
        )
    if op in ("ReduceL2", "ReduceLogSum", "ReduceLogSumExp"):
        found.append(
            Rule(
                op,
                _of_integers,
                rewrite(_root_of_integers, "done in float32"),
                "TensorRT 8.6 has no roots and logarithms of integers",
            )
        )
    found.append(
        Rule(
            op,
            _axes_are_no_attribute,
            rewrite(_stated, "axes stated as opset 17 has them"),
            "TensorRT 8.6 ignores axes that are an input, and an empty list of them",
        )
    )
    return found


RULES = tuple(rule for op in _OPS for rule in _rules(op))
