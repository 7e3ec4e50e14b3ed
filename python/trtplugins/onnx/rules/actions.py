"""Actions of rules: send a node to a plugin, replace it by others, refuse it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Optional

import numpy as np
import onnx
import onnx_ir as ir

from trtplugins import _core
from trtplugins.onnx import nodes, versions
from trtplugins.onnx.context import Context
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.rule import Action
from trtplugins.onnx.target import PLUGINS


class Impossible(Exception):
    """Raised where a node turns out not to be expressible; says why."""


# Adds the nodes that compute what `node` does and returns a value for each of its outputs.
Build = Callable[[ir.Node, int, Replacement], Sequence[ir.Value]]


def refuse(why: str) -> Action:
    """Refuse the node, for this reason."""

    def act(node: ir.Node, opset: int, context: Context) -> Optional[str]:
        context.refuse(node, why)
        return None

    return act


def rewrite(build: Build, how: str) -> Action:
    """Put other nodes in the node's place. `how` says which, for the report."""

    def act(node: ir.Node, opset: int, context: Context) -> Optional[str]:
        new = Replacement(node)
        try:
            outputs = build(node, opset, new)
        except Impossible as reason:
            context.refuse(node, str(reason))
            return None
        new.apply(list(outputs)[: len(node.outputs)])
        return how

    return act


def rewrite_or_plugin(build: Build, how: str) -> Action:
    """Send the node to the plugin of its name where there is one that can do it, or rewrite it."""
    by_nodes = rewrite(build, how)

    def act(node: ir.Node, opset: int, context: Context) -> Optional[str]:
        try:
            return to_plugin(node)
        except Impossible:
            return by_nodes(node, opset, context)

    return act


def change(edit: Callable[[ir.Node, int, Replacement], None], how: str) -> Action:
    """Change the node itself: its attributes and inputs, whose new nodes are put before it."""

    def act(node: ir.Node, opset: int, context: Context) -> Optional[str]:
        new = Replacement(node)
        try:
            edit(node, opset, new)
        except Impossible as reason:
            context.refuse(node, str(reason))
            return None
        new.insert_before()
        return how

    return act


def to_plugin(node: ir.Node) -> str:
    """Send a node to our plugin of the same name, by the alias that no importer shadows.

    An input of ONNX's that the plugin has as an attribute has to be known, and moves there. The
    types of the plugin's inputs are looked at in the end, when all types are TensorRT's.

    Returns:
        How, in words.

    Raises:
        Impossible: there is no such plugin, or it does not have what the node uses.
    """
    op = next((op for op in _core.operators() if op.name == node.op_type), None)
    if op is None:
        raise Impossible("this library has no plugin for it")
    new = Replacement(node)
    schema = versions.schema(node)
    if schema is None:  # an operator that is not ONNX's, or used in a model that is older than it
        attributes = {a.name: a.value for a in node.attributes.values()}
        inputs = list(node.inputs)
    else:
        attributes, inputs = _of_plugin(node, op, schema)
    while inputs and inputs[-1] is None:
        inputs.pop()
    if None in inputs:
        attributes["present_inputs"] = [int(value is not None) for value in inputs]
    used = [nodes.used(value) for value in node.outputs]
    if len(op.outputs) > 1 and used != [True] * len(op.outputs):
        attributes["present_outputs"] = [int(u) for u in used]
    if op.version != "1":
        attributes["plugin_version"] = op.version
    results = new.op(
        op.alias,
        *(value for value in inputs if value is not None),
        domain=PLUGINS,
        outputs=max(1, sum(used)),
        **attributes,
    )
    made = iter(results if isinstance(results, list) else [results])
    new.apply([next(made) if u else value for u, value in zip(used, node.outputs)])
    return f"sent to the plugin {op.alias}"


def obstacle(node: ir.Node) -> None:
    """Do nothing if there is no plugin of the node's name.

    Raises:
        Impossible: there is one, and says why it cannot do what the node wants.
    """
    op = next((op for op in _core.operators() if op.name == node.op_type), None)
    schema = versions.schema(node)
    if op is not None and schema is not None:
        _of_plugin(node, op, schema)


def _of_plugin(
    node: ir.Node, op: _core.Operator, schema: onnx.defs.OpSchema
) -> tuple[dict[str, Any], list[Optional[ir.Value]]]:
    """The attributes and inputs of an ONNX node in the plugin's form."""
    kinds = {attribute.name: attribute.kind for attribute in op.attributes}
    try:
        attributes = versions.attributes(node, op.since)
    except ValueError as changed:
        raise Impossible(f"the plugin is of opset {op.since}: {changed}") from None
    by_name: dict[str, Optional[ir.Value]] = {}
    for index, formal in enumerate(schema.inputs):
        value = nodes.given(node, index)
        if formal.name in kinds and value is not None:
            attributes[formal.name] = _moved(value, formal.name, kinds[formal.name])
        else:
            by_name[formal.name] = value
    # Which integers int32 carries is known here alone: an attribute of ONNX's or of ours says it.
    dtype = nodes.dtype(node.outputs[0])
    if "output_dtype" in kinds and not attributes.get("output_dtype") and dtype is not None:
        attributes["output_dtype"] = int(dtype)
    for name in list(attributes):
        if name in kinds:
            continue
        if name not in schema.attributes or attributes[name] != versions.default(schema, name):
            raise Impossible(f"the plugin has no attribute '{name}'")
        del attributes[name]
    inputs = [by_name.pop(port.name, None) for port in op.inputs]
    for name, value in by_name.items():
        if value is not None:
            raise Impossible(f"the plugin has no input '{name}'")
    return attributes, inputs


def _moved(value: ir.Value, name: str, kind: str) -> Any:
    array = nodes.constant(value)
    if array is None:
        raise Impossible(f"input '{name}' has to be known when the engine is built: freeze it")
    if kind.startswith("int") and array.dtype.kind == "f":  # OneHot's depth may be of any type
        if (array != np.trunc(array)).any():
            raise Impossible(f"input '{name}': expected whole numbers, got {array.tolist()}")
        array = array.astype(np.int64)
    return array.reshape(-1).tolist() if kind.endswith("s") else array.reshape(()).item()


def plugin(node: ir.Node, opset: int, context: Context) -> Optional[str]:
    """Send the node to our plugin of the same name; refuse it if that cannot do it."""
    try:
        return to_plugin(node)
    except Impossible as reason:
        context.refuse(node, str(reason))
        return None


def expand(node: ir.Node, opset: int, context: Context) -> Optional[str]:
    """Send the node to our plugin of the same name, or let ONNX's function body take its place."""
    try:
        return plugin_or_body(node, context)
    except Impossible as reason:
        context.refuse(node, str(reason))
        return None


def plugin_or_body(node: ir.Node, context: Context) -> str:
    """As `expand`.

    Raises:
        Impossible: there is neither, or the plugin cannot do what the node wants.
    """
    try:
        return to_plugin(node)
    except Impossible:
        if context.expand(node):
            return "expanded into ONNX's function body"
        raise
