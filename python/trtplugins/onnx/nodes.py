"""Questions about a node that rules and passes ask: constants, ranks, types, attributes."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import onnx
import onnx_ir as ir


def constant(value: Optional[ir.Value]) -> Optional[np.ndarray[Any, Any]]:
    """The array of a value known now (an initializer or a Constant node), or None."""
    if value is None:
        return None
    tensor = ir.convenience.get_const_tensor(value)
    return None if tensor is None else np.asarray(tensor.numpy())


def given(node: ir.Node, index: int) -> Optional[ir.Value]:
    """Input `index`, or None where the node leaves it out."""
    return node.inputs[index] if index < len(node.inputs) else None


def rank(value: Optional[ir.Value]) -> Optional[int]:
    """The number of dimensions, or None where it is not known."""
    return None if value is None or value.shape is None else len(value.shape)


def static_shape(value: Optional[ir.Value]) -> Optional[tuple[int, ...]]:
    """The shape if all of it is known, else None."""
    if value is None or value.shape is None:
        return None
    known = tuple(d for d in value.shape if isinstance(d, int))
    return known if len(known) == len(value.shape) else None


def dtype(value: Optional[ir.Value]) -> Optional[ir.DataType]:
    """The element type, or None where it is not known."""
    return None if value is None else value.dtype


def attribute(node: ir.Node, name: str, default: Any = None) -> Any:
    """The value of an attribute; `default` where the node does not give it."""
    found = node.attributes.get(name)
    return default if found is None else found.value


def schema(node: ir.Node, opset: int) -> Any:
    """What ONNX defines of the node's operator at an opset of its domain."""
    domain = "" if node.domain == "ai.onnx" else node.domain
    if not onnx.defs.has(node.op_type, opset, domain):
        return None
    return onnx.defs.get_schema(node.op_type, opset, domain)
