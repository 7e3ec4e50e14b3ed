"""SpaceToDepth, GridSample."""

from __future__ import annotations

from collections.abc import Sequence

import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, refuse, rewrite
from trtplugins.onnx.rules.rule import Rule, always


def _space_to_depth(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x = node.inputs[0]
    known = [
        d for d in (list(x.shape)[1:] if x is not None and x.shape else []) if isinstance(d, int)
    ]
    if len(known) != 3:
        raise Impossible("its channels, height and width are not known")
    c, h, w = known
    b = nodes.attribute(node, "blocksize")
    perm = (
        [0, 1, 3, 5, 2, 4] if nodes.attribute(node, "mode", "DCR") == "CRD" else [0, 3, 5, 1, 2, 4]
    )
    split = new.op("Reshape", x, new.constant([-1, c, h // b, b, w // b, b]))
    moved = new.op("Transpose", split, perm=perm)
    return [new.op("Reshape", moved, new.constant([-1, c * b * b, h // b, w // b]))]


_OLD_NAMES = {"linear": "bilinear", "cubic": "bicubic"}


def _not_two_dimensional(node: ir.Node, opset: int) -> bool:
    return nodes.rank(node.inputs[0]) != 4


def _newer_mode(node: ir.Node, opset: int) -> bool:
    return opset >= 20 and nodes.attribute(node, "mode", "linear") in _OLD_NAMES


def _older_mode(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    attributes = {a.name: a.value for a in node.attributes.values()}
    attributes["mode"] = _OLD_NAMES[nodes.attribute(node, "mode", "linear")]
    return [new.op("GridSample", *node.inputs, **attributes)]


RULES = (
    Rule(
        "SpaceToDepth",
        always,
        rewrite(_space_to_depth, "replaced by Reshape and Transpose"),
        "TensorRT 8.6 gets some of it wrong",
    ),
    Rule(
        "GridSample",
        _not_two_dimensional,
        refuse("TensorRT 8.6 crashes on a GridSample of other than 4 dimensions"),
        "",
    ),
    Rule(
        "GridSample",
        _newer_mode,
        rewrite(_older_mode, "mode named as in opset 16"),
        "TensorRT 8.6 takes the nearest element in a mode that it does not know",
    ),
)
