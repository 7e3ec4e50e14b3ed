"""The opset that TensorRT's parser was made for."""

from __future__ import annotations

import onnx_ir as ir

from trtplugins.onnx import nodes, versions
from trtplugins.onnx.context import Context
from trtplugins.onnx.target import IR_VERSION, OPSET, PLUGINS


def run(model: ir.Model, context: Context) -> None:
    """Make every node of ONNX's one of TensorRT's opset, or refuse it, and state the opset."""
    refusals = len(context.report.refusals)
    for node in nodes.every(model):
        why = versions.lowered(node)
        if why:
            context.refuse(node, why)
    if len(context.report.refusals) > refusals:
        return
    was = model.opset_imports.get("", OPSET)
    if was > OPSET:
        context.changed("opset", f"{was} lowered to {OPSET}", "TensorRT 8.6 reads no newer one")
    used = {node.domain for node in nodes.every(model)}
    for domain in list(model.opset_imports):
        if domain not in used:
            del model.opset_imports[domain]
    for domain in used:
        model.opset_imports.setdefault(domain, 1)
    model.opset_imports[""] = OPSET
    if PLUGINS in model.opset_imports:
        model.opset_imports[PLUGINS] = 1
    model.ir_version = IR_VERSION
