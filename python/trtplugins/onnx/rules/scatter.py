"""Scatter with a reduction."""

from __future__ import annotations

import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.rules.actions import plugin
from trtplugins.onnx.rules.rule import Rule


def _reduces(node: ir.Node, opset: int) -> bool:
    return bool(nodes.attribute(node, "reduction", "none") != "none")


RULES = tuple(
    Rule(op, _reduces, plugin, "TensorRT 8.6 ignores the reduction")
    for op in ("ScatterND", "ScatterElements")
)
