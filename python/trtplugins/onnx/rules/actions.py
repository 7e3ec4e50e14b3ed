"""Actions of rules: send a node to a plugin, replace it by others, refuse it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Optional

import onnx
import onnx_ir as ir

from trtplugins import _core
from trtplugins.onnx import nodes
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
        new.apply(outputs)
        return how

    return act


def _to_plugin(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    op = next((op for op in _core.operators() if op.name == node.op_type), None)
    schema = nodes.schema(node, opset)
    if op is None or schema is None:
        raise Impossible("TensorRT has no importer for it and this library no plugin")
    kinds = {attribute.name: attribute.kind for attribute in op.attributes}
    by_name: dict[str, Optional[ir.Value]] = {}
    attributes: dict[str, Any] = {a.name: a.value for a in node.attributes.values()}
    for index, formal in enumerate(schema.inputs):
        value = nodes.given(node, index)
        if formal.name in kinds and value is not None:
            attributes[formal.name] = _moved(value, formal.name, kinds[formal.name])
        else:
            by_name[formal.name] = value
    # A default may have changed with the opset, and the plugin has the newest one's.
    for name, formal in schema.attributes.items():
        if name in kinds and name not in attributes and formal.default_value.type:
            attributes[name] = onnx.helper.get_attribute_value(formal.default_value)
    # Which integers int32 carries is known here alone: an attribute of ONNX's or of ours says it.
    dtype = nodes.dtype(node.outputs[0])
    if "output_dtype" in kinds and not attributes.get("output_dtype") and dtype is not None:
        attributes["output_dtype"] = int(dtype)
    for name in attributes:
        if name not in kinds:
            raise Impossible(f"the plugin has no attribute '{name}'")
    inputs = [by_name.pop(port.name, None) for port in op.inputs]
    for name, value in by_name.items():
        if value is not None:
            raise Impossible(f"the plugin has no input '{name}'")
    while inputs and inputs[-1] is None:
        inputs.pop()
    if None in inputs:
        attributes["present_inputs"] = [int(value is not None) for value in inputs]
    used = [bool(value.uses()) or value.is_graph_output() for value in node.outputs]
    if len(op.outputs) > 1 and used != [True] * len(op.outputs):
        attributes["present_outputs"] = [int(u) for u in used]
    results = new.op(
        op.alias,
        *(value for value in inputs if value is not None),
        domain=PLUGINS,
        outputs=max(1, sum(used)),
        plugin_version=None if op.version == "1" else op.version,
        **attributes,
    )
    made = iter(results if isinstance(results, list) else [results])
    return [next(made) if u else value for u, value in zip(used, node.outputs)]


def _moved(value: ir.Value, name: str, kind: str) -> Any:
    array = nodes.constant(value)
    if array is None:
        raise Impossible(f"input '{name}' has to be known when the engine is built: freeze it")
    return array.tolist() if kind.endswith("s") else array.reshape(()).item()


# Sends the node to our plugin of the same name, by the alias that no importer shadows. An input of
# ONNX's that the plugin has as an attribute has to be known, and moves there.
plugin: Action = rewrite(_to_plugin, "sent to the plugin of that name")
