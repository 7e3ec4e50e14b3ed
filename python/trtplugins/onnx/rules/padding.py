"""Pad of every mode, negative and by axes; CenterCropPad."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, refuse, rewrite, rewrite_or_plugin
from trtplugins.onnx.rules.questions import counted, dim, ints, known_ints, text
from trtplugins.onnx.rules.rule import Condition, Rule, always
from trtplugins.onnx.rules.slicing import unknown


def pads_of(node: ir.Node) -> list[tuple[int, int]]:
    """What is added before and behind every dimension.

    Raises:
        Impossible: the rank, pads or axes are not known.
    """
    rank = nodes.rank(node.inputs[0])
    pads, axes = known_ints(node.inputs[1]), known_ints(nodes.given(node, 3))
    if rank is None or pads is None:
        raise Impossible("rank and pads have to be known")
    found = [(0, 0)] * rank
    chosen = range(rank) if axes is None else counted(axes, rank)
    for axis, before, behind in zip(chosen, pads[: len(pads) // 2], pads[len(pads) // 2 :]):
        found[axis] = (before, behind)
    return found


def _where(check: Callable[[ir.Node, list[tuple[int, int]]], bool]) -> Condition:
    """A condition on pads that are known."""

    def condition(node: ir.Node, opset: int) -> bool:
        try:
            return check(node, pads_of(node))
        except Impossible:
            return False

    return condition


def _negative(node: ir.Node, pads: list[tuple[int, int]]) -> bool:
    return min(min(pair) for pair in pads) < 0 if pads else False


def _constant_mode(node: ir.Node) -> bool:
    return text(node, "mode", "constant") == "constant"


def _hard_mode(node: ir.Node, pads: list[tuple[int, int]]) -> bool:
    """Modes that copy: wrap, any with negative pads, and reflections of reflections."""
    mode = text(node, "mode", "constant")
    if mode in ("constant", "edge"):
        return mode == "edge" and _negative(node, pads)
    if mode == "wrap" or _negative(node, pads):
        return True
    sizes = [dim(node.inputs[0], axis) for axis in range(len(pads))]
    return any(max(pair) > 0 and (n is None or max(pair) >= n) for pair, n in zip(pads, sizes))


def _by_index(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """Every padded dimension gathered by indices that are known now."""
    value, mode = node.inputs[0], text(node, "mode", "constant")
    for axis, (before, behind) in enumerate(pads_of(node)):
        if (before, behind) == (0, 0):
            continue
        size = dim(node.inputs[0], axis)
        if size is None or size == 0:
            raise Impossible(f"{mode} padding of dimension {axis} needs a static size")
        value = new.op(
            "Gather", value, new.constant(_sources(mode, size, before, behind)), axis=axis
        )
    assert value is not None
    return [value]


def _sources(mode: str, size: int, before: int, behind: int) -> np.ndarray[Any, Any]:
    # Negative pads are cut off first.
    kept = np.arange(size)[max(0, -before) : size - max(0, -behind)]
    if kept.size == 0:
        raise Impossible("nothing is left of a dimension to be padded")
    added = (max(0, before), max(0, behind))
    kind: Any = mode
    return np.asarray(np.pad(kept, added, mode=kind), np.int64)


def _cut(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    pads, x = pads_of(node), node.inputs[0]
    axes = [axis for axis, pair in enumerate(pads) if min(pair) < 0]
    starts = [max(0, -pads[axis][0]) for axis in axes]
    ends = [-max(0, -pads[axis][1]) or np.iinfo(np.int64).max for axis in axes]
    cut = new.op("Slice", x, new.constant(starts), new.constant(ends), new.constant(axes))
    return [_pad(new, cut, [(max(0, b), max(0, e)) for b, e in pads], node)]


def _all_axes(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    return [_pad(new, node.inputs[0], pads_of(node), node)]


def _pad(new: Replacement, value: Any, pads: list[tuple[int, int]], node: ir.Node) -> Any:
    if not any(any(pair) for pair in pads):
        return new.op("Identity", value)
    both = new.constant([pair[0] for pair in pads] + [pair[1] for pair in pads])
    return new.op("Pad", value, both, nodes.given(node, 2), mode=text(node, "mode", "constant"))


def _of_bool(node: ir.Node, opset: int) -> bool:
    return nodes.dtype(node.inputs[0]) == ir.DataType.BOOL


def _in_int32(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    inputs = list(node.inputs)
    for index in (0, 2):
        if nodes.given(node, index) is not None:
            inputs[index] = new.op("Cast", inputs[index], to=ir.DataType.INT32)
    padded = new.op("Pad", *inputs, mode=text(node, "mode", "constant"), version=opset)
    return [new.op("Cast", padded, to=ir.DataType.BOOL)]


def _center_pads(node: ir.Node) -> list[tuple[int, int]]:
    """What CenterCropPad adds before and behind every dimension: less than nothing where it cuts.

    Raises:
        Impossible: the sizes before or after are not known.
    """
    x, target = node.inputs[0], known_ints(node.inputs[1])
    rank = nodes.rank(x)
    if target is None or rank is None:
        raise Impossible("input 'shape' has to be known when the engine is built: freeze it")
    pads = [(0, 0)] * rank
    for axis, wanted in zip(counted(ints(node, "axes", range(rank)), rank), target):
        size = dim(x, axis)
        if size is None:
            raise Impossible(f"dimension {axis} has to be static")
        if wanted >= size:
            before = (wanted - size) // 2
            pads[axis] = (before, wanted - size - before)
        else:
            start = (size - wanted) // 2
            pads[axis] = (-start, start + wanted - size)
    return pads


def _only_cuts(node: ir.Node, opset: int) -> bool:
    """Whether nothing is added; no, where that depends on sizes that only an engine knows."""
    try:
        return all(max(pair) <= 0 for pair in _center_pads(node))
    except Impossible:
        return False


def _center(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    pads = _center_pads(node)
    if not any(any(pair) for pair in pads):
        return [new.op("Identity", node.inputs[0])]
    both = new.constant([pair[0] for pair in pads] + [pair[1] for pair in pads])
    return [new.op("Pad", node.inputs[0], both)]


RULES = (
    Rule(
        "Pad",
        unknown(3),
        refuse("input 'axes' has to be known when the engine is built: freeze it"),
        "TensorRT 8.6 pads all axes",
    ),
    Rule(
        "Pad",
        _of_bool,
        rewrite(_in_int32, "done in int32"),
        "TensorRT 8.6 pads no bool",
    ),
    Rule(
        "Pad",
        _where(_hard_mode),
        rewrite(_by_index, "gathered by constant indices"),
        "TensorRT 8.6 neither wraps around nor reflects twice nor takes negative pads",
    ),
    Rule(
        "Pad",
        _where(lambda node, pads: _constant_mode(node) and _negative(node, pads)),
        rewrite(_cut, "cut where pads are negative, then padded"),
        "TensorRT 8.6 takes no negative pads",
    ),
    Rule(
        "Pad",
        _where(lambda node, pads: nodes.given(node, 3) is not None),
        rewrite(_all_axes, "pads stated for all axes"),
        "TensorRT 8.6 pads all axes",
    ),
    Rule(
        "Pad",
        lambda node, opset: text(node, "mode", "constant") == "wrap",
        refuse("input 'pads' has to be known when the engine is built to wrap around: freeze it"),
        "TensorRT 8.6 does not wrap around",
    ),
    Rule(
        "CenterCropPad",
        _only_cuts,
        rewrite(_center, "padded by less than nothing"),
        "TensorRT 8.6 has no importer for it, and cuts at the speed of memory",
    ),
    Rule(
        "CenterCropPad",
        always,
        rewrite_or_plugin(_center, "padded by what is missing"),
        "TensorRT 8.6 has no importer for it, and pads at a third of the speed of memory",
    ),
)
