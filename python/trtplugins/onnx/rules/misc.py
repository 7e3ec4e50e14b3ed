"""Operators that are another one under another name."""

from __future__ import annotations

from collections.abc import Sequence

import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, rewrite
from trtplugins.onnx.rules.rule import Rule, always


def _feature(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, y = node.inputs
    if nodes.rank(x) is None or nodes.rank(x) == 1:
        raise Impossible("the rank of its input is not known, or 1")
    return [new.op("Gather", x, new.op("Reshape", y, new.constant([-1])), axis=-1)]


def _binarize(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, dtype = node.inputs[0], nodes.dtype(node.inputs[0])
    if dtype is None:
        raise Impossible("the type of its input is not known")
    threshold = new.constant(nodes.attribute(node, "threshold", 0.0), dtype.numpy())
    return [new.op("Cast", new.op("Greater", x, threshold), to=int(dtype))]


def _is_tensor(node: ir.Node, opset: int) -> bool:
    value = nodes.given(node, 0)
    return value is not None and isinstance(value.type, ir.TensorType)


def _is_there(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    return [new.constant(True)]


def _is_absent(node: ir.Node, opset: int) -> bool:
    return nodes.given(node, 0) is None


def _is_not_there(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    return [new.constant(False)]


def _identity(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    return [new.op("Identity", node.inputs[0])]


_NONE = "TensorRT 8.6 has no importer for it"

RULES = (
    Rule("ArrayFeatureExtractor", always, rewrite(_feature, "is Gather"), _NONE, "ai.onnx.ml"),
    Rule("Binarizer", always, rewrite(_binarize, "is a comparison"), _NONE, "ai.onnx.ml"),
    Rule("OptionalHasElement", _is_tensor, rewrite(_is_there, "is true of a tensor"), _NONE),
    Rule("OptionalHasElement", _is_absent, rewrite(_is_not_there, "is false of nothing"), _NONE),
    Rule("OptionalGetElement", _is_tensor, rewrite(_identity, "is the tensor"), _NONE),
)
