"""Questions that conditions of rules ask beyond those of `trtplugins.onnx.nodes`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Optional

import onnx_ir as ir

from trtplugins import _core
from trtplugins.onnx import nodes
from trtplugins.onnx.rules.rule import Condition

FLOATS = (ir.DataType.FLOAT, ir.DataType.FLOAT16, ir.DataType.DOUBLE, ir.DataType.BFLOAT16)
INTEGERS = (
    *(ir.DataType.INT8, ir.DataType.INT16, ir.DataType.INT32, ir.DataType.INT64),
    *(ir.DataType.UINT8, ir.DataType.UINT16, ir.DataType.UINT32, ir.DataType.UINT64),
)


def has_plugin(name: str) -> bool:
    """Whether this build of the library has a plugin for the operator."""
    return any(op.name == name for op in _core.operators())


def typed(*dtypes: ir.DataType, index: int = 0) -> Condition:
    """A condition: input `index` is of one of these types."""

    def condition(node: ir.Node, opset: int) -> bool:
        return nodes.dtype(nodes.given(node, index)) in dtypes

    return condition


def known_ints(value: Optional[ir.Value]) -> Optional[list[int]]:
    """The elements of a constant integer tensor, or None where it is not constant."""
    array = nodes.constant(value)
    return None if array is None else [int(i) for i in array.reshape(-1)]


def known_floats(value: Optional[ir.Value]) -> Optional[list[float]]:
    """The elements of a constant tensor, or None where it is not constant."""
    array = nodes.constant(value)
    return None if array is None else [float(i) for i in array.reshape(-1)]


def dim(value: Optional[ir.Value], axis: int) -> Optional[int]:
    """One dimension, or None where it is not known."""
    if value is None or value.shape is None:
        return None
    found = value.shape[axis]
    return found if isinstance(found, int) else None


def counted(axes: Iterable[int], rank: int) -> list[int]:
    """Axes from the front."""
    return [axis % rank for axis in axes]


def ints(node: ir.Node, name: str, default: Iterable[int] = ()) -> list[int]:
    """An attribute that is a list of integers."""
    return [int(i) for i in nodes.attribute(node, name, tuple(default))]


def number(node: ir.Node, name: str, default: float) -> float:
    """An attribute that is a number."""
    return float(nodes.attribute(node, name, default))


def text(node: ir.Node, name: str, default: str) -> str:
    """An attribute that is a string."""
    found = nodes.attribute(node, name, default)
    return found.decode() if isinstance(found, bytes) else str(found)


def used(node: ir.Node, index: int) -> bool:
    """Whether anybody reads output `index`."""
    if index >= len(node.outputs):
        return False
    value = node.outputs[index]
    return bool(value.uses()) or value.is_graph_output()
