"""GridSample and RoiAlign."""

from __future__ import annotations

import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.rules.actions import refuse
from trtplugins.onnx.rules.rule import Rule, always


def _not_flat(node: ir.Node, opset: int) -> bool:
    return nodes.rank(node.inputs[0]) != 4


RULES = (
    Rule(
        "GridSample",
        _not_flat,
        refuse("TensorRT 8.6 samples images; of volumes it takes the whole process down"),
        "TensorRT 8.6 crashes",
    ),
    Rule(
        "RoiAlign",
        always,
        refuse("TensorRT 8.6 has it only with a further library of NVIDIA's, libnvinfer_vc_plugin"),
        "TensorRT 8.6 misses a library",
    ),
)
