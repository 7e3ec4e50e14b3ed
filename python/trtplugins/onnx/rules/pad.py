"""Pad with axes, and around the corner."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, rewrite
from trtplugins.onnx.rules.rule import Rule


def _has_axes(node: ir.Node, opset: int) -> bool:
    return nodes.given(node, 3) is not None


def _wraps(node: ir.Node, opset: int) -> bool:
    return bool(nodes.attribute(node, "mode", "constant") == "wrap")


def _known(node: ir.Node) -> tuple[int, list[int], list[int]]:
    """Rank, and the elements before and after, by dimension."""
    rank, pads = nodes.rank(node.inputs[0]), nodes.constant(node.inputs[1])
    axes = nodes.constant(nodes.given(node, 3)) if nodes.given(node, 3) is not None else None
    if rank is None or pads is None or (nodes.given(node, 3) is not None and axes is None):
        raise Impossible("inputs 'pads' and 'axes' have to be known when the engine is built")
    places = range(rank) if axes is None else [int(a) % rank for a in axes]
    before, after = [0] * rank, [0] * rank
    half = len(pads) // 2
    for place, b, a in zip(places, pads[:half], pads[half:]):
        before[place], after[place] = int(b), int(a)
    return rank, before, after


def _everywhere(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    _, before, after = _known(node)
    pads = new.constant(np.asarray(before + after, np.int64))
    mode = nodes.attribute(node, "mode")
    return [new.op("Pad", node.inputs[0], pads, nodes.given(node, 2), mode=mode)]


def _wrap(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    _, before, after = _known(node)
    x = node.inputs[0]
    assert x is not None
    y = x
    for axis, (b, a) in enumerate(zip(before, after)):
        if (b, a) == (0, 0):
            continue
        size = x.shape[axis] if x.shape is not None else None
        if not isinstance(size, int):
            raise Impossible("a size that is padded around the corner is not known")
        places = np.arange(-b, size + a) % size
        y = new.op("Gather", y, new.constant(places), axis=axis)
    return [new.op("Identity", y)]


RULES = (
    Rule("Pad", _wraps, rewrite(_wrap, "replaced by Gather"), "TensorRT 8.6 has no such mode"),
    Rule(
        "Pad",
        _has_axes,
        rewrite(_everywhere, "pads stated of all axes"),
        "TensorRT 8.6 refuses axes",
    ),
)
