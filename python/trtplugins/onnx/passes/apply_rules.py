"""Send every node through the table of rules."""

from __future__ import annotations

import onnx_ir as ir

from trtplugins.onnx.context import Context, named
from trtplugins.onnx.rules import rules


def run(model: ir.Model, context: Context) -> None:
    """Apply the first rule that fits each node, in subgraphs too."""
    for node in list(ir.traversal.RecursiveGraphIterator(model.graph)):
        domain = "" if node.domain == "ai.onnx" else node.domain
        opset = node.version or model.opset_imports.get(domain, 1)
        for rule in rules().get(node.op_type, ()):
            if rule.domain == domain and rule.when(node, opset):
                what = named(node)
                how = rule.act(node, opset, context)
                if how is not None:
                    context.changed(what, how, rule.why)
                break
