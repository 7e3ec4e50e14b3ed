"""Questions about a node that rules and passes ask: constants, ranks, types, attributes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Optional

import numpy as np
import onnx
import onnx_ir as ir


def every(model: ir.Model) -> Iterator[ir.Node]:
    """All nodes of the graph and its subgraphs, as they are now: they may be changed meanwhile."""
    yield from list(ir.traversal.RecursiveGraphIterator(model.graph))


def graphs(model: ir.Model) -> Iterator[ir.Graph]:
    """The graph and all its subgraphs."""
    yield model.graph
    for node in every(model):
        yield from subgraphs(node)


def subgraphs(node: ir.Node) -> Iterator[ir.Graph]:
    """The graphs that are attributes of a node: the branches of an If, the body of a Loop."""
    for attribute in node.attributes.values():
        if attribute.type == ir.AttributeType.GRAPH:
            yield attribute.as_graph()
        elif attribute.type == ir.AttributeType.GRAPHS:
            yield from attribute.as_graphs()


def detach(node: ir.Node) -> None:
    """Take apart the subgraphs of a node that was removed, which else use on what is around."""
    for graph in subgraphs(node):
        for inner in graph:
            detach(inner)
        graph.outputs.clear()
        graph.remove(list(graph), safe=True)


def constant(value: Optional[ir.Value]) -> Optional[np.ndarray[Any, Any]]:
    """The array of a value known now (an initializer or a Constant node), or None."""
    if value is None:
        return None
    tensor = ir.convenience.get_const_tensor(value)
    return None if tensor is None else np.asarray(tensor.numpy())


def is_constant(value: ir.Value) -> bool:
    """Whether the value is known now."""
    return ir.convenience.get_const_tensor(value) is not None


def given(node: ir.Node, index: int) -> Optional[ir.Value]:
    """Input `index`, or None where the node leaves it out."""
    return node.inputs[index] if index < len(node.inputs) else None


def used(value: ir.Value) -> bool:
    """Whether anything needs the value."""
    return bool(value.uses()) or value.is_graph_output()


def rank(value: Optional[ir.Value]) -> Optional[int]:
    """The number of dimensions, or None where it is not known."""
    return None if value is None or value.shape is None else len(value.shape)


def static_shape(value: Optional[ir.Value]) -> Optional[tuple[int, ...]]:
    """The shape if all of it is known, else None."""
    if value is None or value.shape is None:
        return None
    known = tuple(d for d in value.shape if isinstance(d, int))
    return known if len(known) == len(value.shape) else None


def size(value: Optional[ir.Value]) -> Optional[int]:
    """The number of elements, or None where it is not known."""
    shape = static_shape(value)
    return None if shape is None else math.prod(shape)


def dtype(value: Optional[ir.Value]) -> Optional[ir.DataType]:
    """The element type, or None where it is not known."""
    return None if value is None else value.dtype


def attribute(node: ir.Node, name: str, default: Any = None) -> Any:
    """The value of an attribute; `default` where the node does not give it."""
    found = node.attributes.get(name)
    return default if found is None else found.value


def schema(node: ir.Node, opset: int) -> Any:
    """What ONNX defines of the node's operator at an opset of its domain; None if nothing."""
    domain = "" if node.domain == "ai.onnx" else node.domain
    if not onnx.defs.has(node.op_type, opset, domain):
        return None
    return onnx.defs.get_schema(node.op_type, opset, domain)
