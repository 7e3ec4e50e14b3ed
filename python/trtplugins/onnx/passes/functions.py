"""Operators that TensorRT lacks, and no plugin is there for, give way to ONNX's function body."""

from __future__ import annotations

from typing import Any, Optional

import onnx
import onnx_ir as ir
from onnx_ir.passes.common import InlinePass

from trtplugins import _core
from trtplugins.onnx import nodes
from trtplugins.onnx.context import Context, named
from trtplugins.onnx.passes import fold
from trtplugins.onnx.rules import rules
from trtplugins.onnx.target import PLUGINS, importers

# Bodies call functions again; none does so deeper than this.
_ROUNDS = 8

# A body cannot be given a graph: FlexAttention's score_mod, for one.
_GRAPHS = (ir.AttributeType.GRAPH, ir.AttributeType.GRAPHS)


def run(model: ir.Model, context: Context) -> None:
    """Expand until no expandable node is left."""
    for _ in range(_ROUNDS):
        fold.infer(model)
        if not _expand_all(model, context):
            return


def _misread(node: ir.Node) -> bool:
    """Where TensorRT's own importer is for an older form of the operator, or for part of it."""
    if node.op_type == "LayerNormalization":
        return any(output.uses() or output.is_graph_output() for output in node.outputs[1:])
    return node.op_type == "GroupNormalization"


def _expand_all(model: ir.Model, context: Context) -> bool:
    plugins = {op.name for op in _core.operators()}
    expanded = False
    for i, node in enumerate(list(ir.traversal.RecursiveGraphIterator(model.graph))):
        known = node.op_type in importers() or node.op_type in rules()
        if node.op_type in plugins or node.domain == PLUGINS or (known and not _misread(node)):
            continue
        function = body_of(node, model)
        if function is None:
            continue
        adopt(node, function, f"expanded_{i}_{len(model.functions)}", model)
        context.changed(named(node), "expanded into ONNX's function body", "TensorRT lacks it")
        expanded = True
    if expanded:
        InlinePass()(model)
    return expanded


def adopt(node: ir.Node, function: onnx.FunctionProto, overload: str, model: ir.Model) -> None:
    """Make `node` a call of a function of the model's, to be inlined."""
    function.domain, function.name, function.overload = "expanded", node.op_type, overload
    found = ir.from_proto(function)
    assert isinstance(found, ir.Function)
    model.functions[found.identifier()] = found
    node.domain, node.overload = "expanded", overload
    model.graph.opset_imports.setdefault("expanded", 1)


def body_of(node: ir.Node, model: ir.Model) -> Optional[onnx.FunctionProto]:
    """ONNX's function body for a node, for its types and attributes, or None."""
    domain = "" if node.domain == "ai.onnx" else node.domain
    opset = model.opset_imports.get(domain, 1)
    schema = nodes.schema(node, opset)
    if schema is None or any(a.type in _GRAPHS for a in node.attributes.values()):
        return None
    text = b""
    if schema.has_context_dependent_function:
        types = [_type_proto(value) for value in node.inputs]
        if None in types:
            return None
        versions = [v for v in schema.context_dependent_function_opset_versions if v <= opset]
        proto = ir.to_proto(node).SerializeToString()
        if versions:
            text = schema.get_context_dependent_function_with_opset_version(
                max(versions), proto, types
            )
    elif schema.has_function:
        versions = [v for v in schema.function_opset_versions if v <= opset]
        if versions:
            text = schema.get_function_with_opset_version(max(versions))
    if not text:
        return None
    function = onnx.FunctionProto()
    function.ParseFromString(text)
    _fill_defaults(function, node, schema)
    _drop_outputs(function)
    # A body is valid in every opset up to the next one that has another body.
    for entry in function.opset_import:
        entry.version = model.opset_imports.get(entry.domain, entry.version)
        model.opset_imports.setdefault(entry.domain, entry.version)
    return function


def _drop_outputs(function: onnx.FunctionProto) -> None:
    """ONNX builds bodies for the outputs that a node uses, and lists the others all the same."""
    made = {name for body in function.node for name in body.output} | set(function.input)
    while function.output and function.output[-1] not in made:
        function.output.pop()


def _fill_defaults(function: onnx.FunctionProto, node: ir.Node, schema: Any) -> None:
    """Attributes that the node leaves out and the body refers to."""
    for name in function.attribute:
        default = schema.attributes[name].default_value if name in schema.attributes else None
        if name not in node.attributes and default is not None and default.type:
            node.attributes[name] = ir.from_proto(default)


def _type_proto(value: Optional[ir.Value]) -> Optional[bytes]:
    if value is None:
        return onnx.TypeProto().SerializeToString()
    if value.dtype is None:
        return None
    proto = onnx.TypeProto()
    proto.tensor_type.elem_type = int(value.dtype)
    if value.shape is not None:
        proto.tensor_type.shape.SetInParent()
        for dim in value.shape:
            added = proto.tensor_type.shape.dim.add()
            if isinstance(dim, int):
                added.dim_value = dim
    return proto.SerializeToString()
