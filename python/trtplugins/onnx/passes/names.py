"""Every value has a name of its own, nodes are in order, and what leads nowhere is gone."""

from __future__ import annotations

import onnx_ir as ir
from onnx_ir.passes.common import NameFixPass, RemoveUnusedNodesPass, TopologicalSortPass

from trtplugins._core import Error
from trtplugins.onnx.context import Context


def run(model: ir.Model, context: Context) -> None:
    """Sort the graph, drop unused nodes, and name what has no name.

    Raises:
        Error: the graph has a cycle.
    """
    try:
        TopologicalSortPass()(model)
    except (ValueError, ir.passes.PassError) as error:
        raise Error(f"the model's graph has a cycle: {error}") from error
    RemoveUnusedNodesPass()(model)
    NameFixPass()(model)
