"""What leads nowhere is gone."""

from __future__ import annotations

import onnx_ir as ir
from onnx_ir.passes.common import RemoveUnusedNodesPass

from trtplugins.onnx import nodes


def remove(model: ir.Model) -> int:
    """Remove nodes and constants whose results nobody uses; how many nodes."""
    before = list(nodes.every(model))
    left = set(before)
    while True:
        RemoveUnusedNodesPass()(model)
        now = set(nodes.every(model))
        if now == left:
            return len(before) - len(left)
        for node in left - now:
            nodes.detach(node)
        left = now
