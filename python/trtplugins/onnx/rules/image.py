"""SpaceToDepth, MaxUnpool, GridSample."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
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


def _max_unpool(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, places = node.inputs[0], node.inputs[1]
    shape, dtype = nodes.static_shape(x), nodes.dtype(x)
    if shape is None or dtype is None:
        raise Impossible("the shape of its input is not known")
    count = len(shape) - 2
    given = nodes.given(node, 2)
    if given is not None:
        known = nodes.constant(given)
        if known is None:
            raise Impossible("input 'output_shape' has to be known when the engine is built")
        wanted = [int(d) for d in known]
    kernel = nodes.attribute(node, "kernel_shape")
    stride = nodes.attribute(node, "strides") or [1] * count
    pads = nodes.attribute(node, "pads") or [0] * (2 * count)
    inner = [
        (shape[2 + i] - 1) * stride[i] - pads[i] - pads[count + i] + kernel[i] for i in range(count)
    ]
    indexed = [*shape[:2], *inner]
    size = int(np.prod(indexed))
    flat = new.op(
        "ScatterElements",
        new.constant(np.zeros(size, dtype.numpy())),
        new.op("Reshape", places, new.constant([-1])),
        new.op("Reshape", x, new.constant([-1])),
        axis=0,
    )
    y = new.op("Reshape", flat, new.constant(np.asarray(indexed, np.int64)))
    if given is not None and wanted != indexed:
        after = [w - i for w, i in zip(wanted, indexed)]
        pads_of = new.constant(np.asarray([0] * len(shape) + after, np.int64))
        y = new.op("Pad", y, pads_of, new.constant(0, dtype.numpy()), mode="constant")
    return [y]


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
        "MaxUnpool",
        always,
        rewrite(_max_unpool, "replaced by ScatterElements"),
        "TensorRT 8.6 has no importer for it",
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
