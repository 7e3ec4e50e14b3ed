"""Normalisations that TensorRT has a layer for, where a plugin of this library is faster."""

from __future__ import annotations

import onnx_ir as ir

from trtplugins import _core
from trtplugins.onnx import nodes
from trtplugins.onnx.rules.actions import expand
from trtplugins.onnx.rules.rule import Rule


def _better(node: ir.Node, opset: int) -> bool:
    built = any(op.name == node.op_type for op in _core.operators())
    return built or any(nodes.used(value) for value in node.outputs[1:])


RULES = (
    Rule("LayerNormalization", _better, expand, "TensorRT 8.6 takes its first output alone"),
    # Not the operator of its own that TensorRT has under this name: that one is older than ONNX's.
    Rule("GroupNormalization", lambda node, opset: True, expand, "TensorRT 8.6 takes another one"),
)
