"""CumSum."""

from __future__ import annotations

import onnx_ir as ir

from trtplugins.onnx.rules.actions import plugin, refuse
from trtplugins.onnx.rules.questions import has_plugin
from trtplugins.onnx.rules.rule import Rule
from trtplugins.onnx.rules.slicing import unknown


def _built(node: ir.Node, opset: int) -> bool:
    return has_plugin(node.op_type)


RULES = (
    Rule("CumSum", _built, plugin, "TensorRT 8.6 makes a loop of it, an addition at a time"),
    Rule(
        "CumSum",
        unknown(1),
        refuse("input 'axis' has to be known when the engine is built: freeze it"),
        "TensorRT 8.6 needs the axis at build time",
    ),
)
