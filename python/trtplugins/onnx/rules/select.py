"""TopK, ArrayFeatureExtractor: elements chosen along a dimension."""

from __future__ import annotations

from collections.abc import Sequence

import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, plugin, rewrite
from trtplugins.onnx.rules.rule import Rule, always

# What TensorRT's own TopK takes.
_LARGEST_K = 3840


def _many(node: ir.Node, opset: int) -> bool:
    if opset < 10:  # an attribute
        return int(nodes.attribute(node, "k", 0)) > _LARGEST_K
    k = nodes.constant(nodes.given(node, 1))
    return k is not None and int(k.reshape(())) > _LARGEST_K


def _array_feature_extractor(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, wanted = node.inputs
    rank = nodes.rank(x)
    if rank is None:
        raise Impossible("the rank of its input is not known")
    places = new.op("Reshape", wanted, new.constant([-1]))
    taken = new.op("Gather", x, places, axis=rank - 1)
    # A vector's result has two dimensions.
    return [new.op("Unsqueeze", taken, new.constant([0])) if rank == 1 else taken]


RULES = (
    Rule("TopK", _many, plugin, "TensorRT 8.6 takes no K above 3840"),
    Rule(
        "ArrayFeatureExtractor",
        always,
        rewrite(_array_feature_extractor, "replaced by Gather"),
        "TensorRT 8.6 has no importer for it",
        domain="ai.onnx.ml",
    ),
)
