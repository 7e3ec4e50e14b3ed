"""Send every node through the table of rules."""

from __future__ import annotations

import onnx_ir as ir

from trtplugins import _core
from trtplugins.onnx.context import Context, named
from trtplugins.onnx.passes import fold
from trtplugins.onnx.rules import rules
from trtplugins.onnx.rules.actions import plugin
from trtplugins.onnx.rules.rule import Rule, always
from trtplugins.onnx.target import importers

# A rule's nodes go through the table again; more rounds than this are a loop of rules.
_ROUNDS = 10


def early(model: ir.Model, context: Context) -> None:
    """Apply the rules that need the model's own element types."""
    if _round(model, context, early=True):
        fold.run(model, context)


def run(model: ir.Model, context: Context) -> None:
    """Apply the first rule that fits each node, in subgraphs too, until none fits.

    Raises:
        RuntimeError: rules undo one another.
    """
    for _ in range(_ROUNDS):
        refused = len(context.report.refusals)
        if not _round(model, context, early=False) or len(context.report.refusals) > refused:
            return
        fold.run(model, context)
    raise RuntimeError("the rules of adapt() do not come to an end")


def _round(model: ir.Model, context: Context, early: bool) -> bool:
    changed = False
    for node in list(ir.traversal.RecursiveGraphIterator(model.graph)):
        domain = "" if node.domain == "ai.onnx" else node.domain
        opset = node.version or model.opset_imports.get(domain, 1)
        for rule in _rules(node):
            if rule.early == early and rule.domain == domain and rule.when(node, opset):
                what = named(node)
                how = rule.act(node, opset, context)
                if how is not None:
                    context.changed(what, how, rule.why)
                    changed = True
                break
    return changed


def _rules(node: ir.Node) -> list[Rule]:
    """The operator's rows; a plugin where TensorRT has no importer needs none."""
    found = rules().get(node.op_type, [])
    if node.op_type in importers() or node.op_type not in {op.name for op in _core.operators()}:
        return found
    return [*found, Rule(node.op_type, always, plugin, "TensorRT 8.6 has no importer for it")]
