"""Normalisations that TensorRT has a layer for, where a plugin of this library is faster."""

from __future__ import annotations

import onnx_ir as ir

from trtplugins import _core
from trtplugins.onnx.rules.actions import plugin
from trtplugins.onnx.rules.rule import Rule


def _built(node: ir.Node, opset: int) -> bool:
    return any(op.name == node.op_type for op in _core.operators())


RULES = tuple(
    Rule(op, _built, plugin, "TensorRT 8.6 takes one output alone, or reads opset 18 wrongly")
    for op in ("LayerNormalization", "GroupNormalization")
)
