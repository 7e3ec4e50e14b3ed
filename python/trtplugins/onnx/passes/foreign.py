"""Plugins of others, which TensorRT finds by their name, in whatever domain."""

from __future__ import annotations

import onnx
import onnx_ir as ir

from trtplugins import _core
from trtplugins.onnx import nodes
from trtplugins.onnx.context import Context
from trtplugins.onnx.target import PLUGINS


def run(model: ir.Model, context: Context) -> None:
    """Take plugins out of ONNX's domain, where ONNX does not know them and infers nothing."""
    own = {op.name for op in _core.operators()}
    for node in nodes.every(model):
        if node.domain == "" and node.op_type not in own and not onnx.defs.has(node.op_type):
            if not registered(node.op_type):
                continue
            why = "it is a plugin, and none of ONNX's operators"
            context.changed(node, f"moved to the domain '{PLUGINS}'", why)
            node.domain, node.version = PLUGINS, 1
            model.opset_imports.setdefault(PLUGINS, 1)


def registered(name: str) -> bool:
    """Whether a plugin of that name is in this process, or by its name is one of NVIDIA's own."""
    if name.endswith("_TRT"):
        return True
    try:
        return any(creator[0] == name for creator in _core.creators())
    except _core.Error:  # there is no TensorRT to ask
        return False
