"""FlexAttention, ONNX's preview of attention with scores and weights that the model modifies."""

from __future__ import annotations

from collections.abc import Sequence

import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import expand, rewrite
from trtplugins.onnx.rules.rule import Rule, always

_DOMAIN = "ai.onnx.preview"
_OPSET = 25  # of Attention


def _unmodified(node: ir.Node, opset: int) -> bool:
    return "score_mod" not in node.attributes and "prob_mod" not in node.attributes


def _attention(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    precision = nodes.attribute(node, "softmax_precision")
    scale = nodes.attribute(node, "scale")
    return [
        new.op(
            "Attention",
            *node.inputs,
            version=_OPSET,
            like=node.outputs[0],
            scale=scale,
            softmax_precision=precision,
        )
    ]


RULES = (
    Rule(
        "FlexAttention",
        _unmodified,
        rewrite(_attention, "Attention"),
        "TensorRT 8.6 has no importer for it",
        domain=_DOMAIN,
    ),
    Rule(
        "FlexAttention",
        always,
        expand,
        "TensorRT 8.6 has no importer for it, and the modifications are operators of the model",
        domain=_DOMAIN,
    ),
)
