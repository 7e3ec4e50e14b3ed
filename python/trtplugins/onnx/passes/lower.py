"""The opset that TensorRT's parser was made for; and the last word on every node."""

from __future__ import annotations

import onnx
import onnx_ir as ir

from trtplugins import _core
from trtplugins.onnx import nodes
from trtplugins.onnx.context import Context
from trtplugins.onnx.target import IR_VERSION, OPSET, PLUGINS, importers

_VARIADIC = onnx.defs.OpSchema.FormalParameterOption.Variadic

# Where an attribute's values changed after opset 17: those that it had.
_OLDER_VALUES = {("GridSample", "mode"): {"bilinear", "bicubic", "nearest"}}


def run(model: ir.Model, context: Context) -> None:
    """Refuse what TensorRT would not take, and state the opset."""
    opset = model.opset_imports.get("", 1)
    plugins = {name for op in _core.operators() for name in (op.name, op.alias)}
    for node in ir.traversal.RecursiveGraphIterator(model.graph):
        standard = node.domain in ("", "ai.onnx")
        if node.op_type in plugins and not (standard and node.op_type in importers()):
            continue
        if not standard or node.op_type not in importers():
            context.refuse(node, "TensorRT 8.6 has no importer for it and this library no plugin")
        elif opset > OPSET:
            _check_older_form(node, opset, context)
    if context.report.refusals:
        return
    if opset > OPSET:
        model.opset_imports[""] = OPSET
    model.opset_imports.pop("expanded", None)
    model.ir_version = min(model.ir_version, IR_VERSION)
    if not any(n.domain == PLUGINS for n in ir.traversal.RecursiveGraphIterator(model.graph)):
        model.opset_imports.pop(PLUGINS, None)


def _check_older_form(node: ir.Node, opset: int, context: Context) -> None:
    new, old = nodes.schema(node, opset), nodes.schema(node, OPSET)
    if new is None or old is None or new.since_version <= OPSET:
        return
    extra = [name for name in node.attributes if name not in old.attributes]
    variadic = any(i.option == _VARIADIC for i in old.inputs)
    if extra:
        context.refuse(node, f"attribute '{extra[0]}' is newer than what TensorRT 8.6 knows")
    elif not variadic and len(node.inputs) > len(old.inputs):
        name = new.inputs[len(old.inputs)].name
        context.refuse(node, f"input '{name}' is newer than what TensorRT 8.6 knows")
    for (op, name), values in _OLDER_VALUES.items():
        if node.op_type == op and nodes.attribute(node, name) not in values:
            context.refuse(node, f"attribute '{name}' changed in opset {new.since_version}")
