"""Slice, Split and Squeeze: what has to be known, and parts of unequal sizes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, change, refuse
from trtplugins.onnx.rules.questions import dim
from trtplugins.onnx.rules.rule import Condition, Rule

_KNOWN = "has to be known when the engine is built: freeze it"


def unknown(index: int) -> Condition:
    """A condition: input `index` is given and not a constant."""

    def condition(node: ir.Node, opset: int) -> bool:
        value = nodes.given(node, index)
        return value is not None and nodes.constant(value) is None

    return condition


def _without_axes(node: ir.Node, opset: int) -> bool:
    shape = nodes.static_shape(node.inputs[0])
    return opset >= 13 and nodes.given(node, 1) is None and shape is not None


def _name_axes(node: ir.Node, opset: int, new: Replacement) -> None:
    shape = nodes.static_shape(node.inputs[0])
    assert shape is not None
    axes = [axis for axis, n in enumerate(shape) if n == 1]
    if axes:
        node.resize_inputs(2)
        node.replace_input_with(1, new.constant(axes))
    else:
        node.op_type = "Identity"
        node.resize_inputs(1)


def _steps_without_axes(node: ir.Node, opset: int) -> bool:
    return len(node.inputs) > 3 and node.inputs[3] is None


def _name_all_axes(node: ir.Node, opset: int, new: Replacement) -> None:
    starts = dim(node.inputs[1], 0)
    if starts is None:
        raise Impossible("without axes, the number of starts has to be known")
    node.replace_input_with(3, new.constant(list(range(starts))))


def _by_count(node: ir.Node, opset: int) -> bool:
    return "num_outputs" in node.attributes


def _by_sizes(node: ir.Node, opset: int, new: Replacement) -> None:
    """Equal parts, and a smaller last one if they do not come out even."""
    count = int(node.attributes.pop("num_outputs").as_int())
    axis = int(nodes.attribute(node, "axis", 0))
    size = dim(node.inputs[0], axis)
    node.resize_inputs(2)
    if size is not None:
        part = -(-size // count)
        sizes = [part] * (count - 1)
        node.replace_input_with(1, new.constant(np.asarray([*sizes, size - sum(sizes)], np.int64)))
    else:
        node.replace_input_with(1, _sizes_at_run_time(new, node.inputs[0], axis, count))


def _sizes_at_run_time(new: Replacement, x: object, axis: int, count: int) -> ir.Value:
    assert isinstance(x, ir.Value)
    size = new.op("Gather", new.op("Shape", x), new.constant([axis]))
    one, parts = new.constant([1]), new.constant([count])
    part = new.op("Div", new.op("Add", size, new.op("Sub", parts, one)), parts)
    last = new.op("Sub", size, new.op("Mul", part, new.constant([count - 1])))
    value: ir.Value = new.op("Concat", *[part] * (count - 1), last, axis=0)
    return value


RULES: Sequence[Rule] = (
    Rule(
        "Slice",
        unknown(3),
        refuse(f"input 'axes' {_KNOWN}"),
        "TensorRT 8.6 needs axes at build time",
    ),
    Rule(
        "Slice",
        _steps_without_axes,
        change(_name_all_axes, "axes stated"),
        "TensorRT 8.6 reads an input that is left out",
    ),
    Rule(
        "Split",
        _by_count,
        change(_by_sizes, "sizes of the parts stated"),
        "TensorRT 8.6 makes the parts equal and leaves out the rest",
    ),
    Rule(
        "Squeeze",
        unknown(1),
        refuse(f"input 'axes' {_KNOWN}"),
        "TensorRT 8.6 needs axes at build time",
    ),
    Rule(
        "Squeeze",
        _without_axes,
        change(_name_axes, "axes stated"),
        "TensorRT 8.6 may know less of the shape",
    ),
    Rule(
        "Unsqueeze",
        unknown(1),
        refuse(f"input 'axes' {_KNOWN}"),
        "TensorRT 8.6 needs axes at build time",
    ),
)
