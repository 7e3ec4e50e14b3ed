"""Send every node through the table of rules; then to a plugin, or to ONNX's function body."""

from __future__ import annotations

from typing import Optional

import onnx_ir as ir

from trtplugins._core import Error
from trtplugins.onnx import inference, nodes, target, versions
from trtplugins.onnx.context import Context, named
from trtplugins.onnx.passes import fold
from trtplugins.onnx.passes.functions import Bodies
from trtplugins.onnx.rules import rules
from trtplugins.onnx.rules.actions import Impossible, plugin_or_body

# A rule's nodes go through the table again; more rounds than this are a loop of rules.
_ROUNDS = 20


def run(model: ir.Model, context: Context) -> None:
    """Apply to each node, in subgraphs too, the first rule that fits, until none fits.

    A node that no rule is for, and that TensorRT has no importer for, becomes one of a plugin, or
    else ONNX's definition of it by other operators. What nothing helps stays for the last pass.

    Raises:
        Error: rules undo one another.
    """
    for _ in range(_ROUNDS):
        refusals = len(context.report.refusals)
        inference.infer_missing(model)
        fold.constants(model)
        if not _round(model, context):
            return
        # What is refused now may be better known after folding: the last round's word counts.
        del context.report.refusals[refusals:]
    raise Error("the rules of adapt() do not come to an end, which is a defect of this library")


def _round(model: ir.Model, context: Context) -> bool:
    changed = False
    bodies = Bodies(model)
    context.expand = bodies.take
    for node in nodes.every(model):
        if node.graph is None:
            continue
        what = named(node)
        done = _by_rule(node, context) or _without_importer(node, context)
        if done is not None and done[0] is not None:
            context.changed(what, done[0], done[1])
            changed = True
    bodies.inline()
    return changed


def _by_rule(node: ir.Node, context: Context) -> Optional[tuple[Optional[str], str]]:
    """What the first fitting rule did, and why; None if there is no such rule."""
    opset = versions.opset(node)
    for rule in rules().get(node.op_type, ()):
        if rule.domain == node.domain and rule.when(node, opset):
            return rule.act(node, opset, context), rule.why
    return None


def _without_importer(node: ir.Node, context: Context) -> Optional[tuple[str, str]]:
    if node.domain != "" or target.imports(node.op_type):
        return None
    try:
        how = plugin_or_body(node, context)
    except Impossible:
        return None
    return how, f"TensorRT {target.release()} has no importer for it"
