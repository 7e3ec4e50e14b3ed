"""CumSum."""

from __future__ import annotations

from trtplugins.onnx.rules.actions import plugin
from trtplugins.onnx.rules.rule import Rule, always

RULES = (Rule("CumSum", always, plugin, "TensorRT 8.6 makes it a loop along the axis"),)
