"""Operators that TensorRT lacks, and no plugin is there for, give way to ONNX's function body."""

from __future__ import annotations

from typing import Any, Optional

import onnx
import onnx_ir as ir

from trtplugins.onnx import inference, versions
from trtplugins.onnx.passes.inline import inline

# The domain of calls that are about to be inlined.
_DOMAIN = "trtplugins.expanded"


class Bodies:
    """Function bodies that take the place of nodes, all of them at once in the end."""

    def __init__(self, model: ir.Model) -> None:
        self.model = model

    def take(self, node: ir.Node) -> bool:
        """Make a node the call of its own function body, if ONNX defines one for it."""
        body = body_of(node)
        if body is None:
            return False
        for name in _graphs(node):
            del node.attributes[name]
        body.domain, body.name = _DOMAIN, node.op_type
        body.overload = str(len(self.model.functions))
        function = ir.from_proto(body)
        assert isinstance(function, ir.Function)
        self.model.functions[function.identifier()] = function
        self.model.opset_imports.setdefault(_DOMAIN, 1)
        versions.stamp(self.model)
        node.domain, node.overload, node.version = _DOMAIN, body.overload, 1
        return True

    def inline(self) -> None:
        """Put the bodies in place."""
        if not self.model.functions:
            return
        inline(self.model)
        self.model.opset_imports.pop(_DOMAIN)


def body_of(node: ir.Node) -> Optional[onnx.FunctionProto]:
    """ONNX's function body for a node, for its opset, types and attributes, or None."""
    schema: Any = versions.schema(node)  # its stubs leave functions out
    if schema is None or not set(node.attributes) <= set(schema.attributes):
        return None
    opset = versions.opset(node)
    text = b""
    if schema.has_context_dependent_function:
        types = [_type(value) for value in node.inputs]
        known = [v for v in schema.context_dependent_function_opset_versions if v <= opset]
        if known and None not in types:
            proto = ir.to_proto(node).SerializeToString()
            text = schema.get_context_dependent_function_with_opset_version(
                max(known), proto, types
            )
    if not text and schema.has_function:
        known = [v for v in schema.function_opset_versions if v <= opset]
        text = schema.get_function_with_opset_version(max(known)) if known else b""
    if not text:
        return None
    function = onnx.FunctionProto()
    function.ParseFromString(text)
    _fill_defaults(function, node, schema)
    if not _holds_graphs(function, _graphs(node)):
        return None
    _drop_outputs(function, len(node.outputs))
    return function


def _graphs(node: ir.Node) -> list[str]:
    """The names of the attributes that are graphs."""
    kinds = (ir.AttributeType.GRAPH, ir.AttributeType.GRAPHS)
    return [a.name for a in node.attributes.values() if a.type in kinds]


def _holds_graphs(function: onnx.FunctionProto, graphs: list[str]) -> bool:
    """Forget attributes that are graphs: ONNX puts their nodes into the body.

    Returns:
        False if these use values of the graph around the node, which a function does not see.
    """
    if not graphs:
        return True
    kept = [name for name in function.attribute if name not in graphs]
    del function.attribute[:]
    function.attribute.extend(kept)
    made = {"", *function.input, *(name for node in function.node for name in node.output)}
    return all(name in made for node in function.node for name in node.input)


def _drop_outputs(function: onnx.FunctionProto, count: int) -> None:
    """Keep as many outputs as the node has; one that the body leaves out is one nobody uses."""
    made = {name for node in function.node for name in node.output} | set(function.input)
    del function.output[count:]
    some = next(name for name in function.output if name in made)
    for name in function.output:
        if name not in made:
            function.node.append(onnx.helper.make_node("Identity", [some], [name]))


def _fill_defaults(function: onnx.FunctionProto, node: ir.Node, schema: onnx.defs.OpSchema) -> None:
    """Attributes that the node leaves out and the body refers to."""
    for name in function.attribute:
        default = schema.attributes[name].default_value if name in schema.attributes else None
        if name not in node.attributes and default is not None and default.type:
            node.attributes[name] = ir.from_proto(default)


def _type(value: Optional[ir.Value]) -> Optional[bytes]:
    if value is None:
        return onnx.TypeProto().SerializeToString()
    proto = inference.type_proto(value)
    return None if proto is None else proto.SerializeToString()
