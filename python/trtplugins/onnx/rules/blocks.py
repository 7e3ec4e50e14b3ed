"""SpaceToDepth with the channel first; blocks of bool."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, change, rewrite
from trtplugins.onnx.rules.questions import dim, text, typed
from trtplugins.onnx.rules.rule import Rule


def _channel_first(node: ir.Node, opset: int) -> bool:
    return text(node, "mode", "DCR") == "CRD"


def _reorder(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """The other order of channels, from what TensorRT gives."""
    size, channels = int(nodes.attribute(node, "blocksize")), dim(node.inputs[0], 1)
    if channels is None:
        raise Impossible("the number of channels has to be static")
    depth_first = new.op("SpaceToDepth", node.inputs[0], blocksize=size)
    order = np.arange(size * size * channels).reshape(size * size, channels).T.reshape(-1)
    return [new.op("Gather", depth_first, new.constant(order), axis=1)]


def _states_mode(node: ir.Node, opset: int) -> bool:
    return "mode" in node.attributes


def _drop_mode(node: ir.Node, opset: int, new: Replacement) -> None:
    node.attributes.pop("mode")


def _in_int32(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    given = {a.name: a.value for a in node.attributes.values()}
    wide = new.op("Cast", node.inputs[0], to=ir.DataType.INT32)
    return [new.op("Cast", new.op(node.op_type, wide, version=opset, **given), to=ir.DataType.BOOL)]


RULES = (
    *(
        Rule(
            op,
            typed(ir.DataType.BOOL),
            rewrite(_in_int32, "done in int32"),
            "TensorRT 8.6 has no blocks of bool",
        )
        for op in ("SpaceToDepth", "DepthToSpace")
    ),
    Rule(
        "SpaceToDepth",
        _channel_first,
        rewrite(_reorder, "channels put in order behind it"),
        "TensorRT 8.6 ignores the mode",
    ),
    Rule(
        "SpaceToDepth",
        _states_mode,
        change(_drop_mode, "mode=DCR dropped"),
        "SpaceToDepth has no mode in opset 17",
    ),
)
