"""MaxPool, AveragePool, LpPool, GlobalLpPool: what TensorRT's pooling layers do not have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, change, rewrite
from trtplugins.onnx.rules.questions import INTEGERS, ints, text, typed, used
from trtplugins.onnx.rules.reducing import reduced
from trtplugins.onnx.rules.rule import Rule, always
from trtplugins.onnx.rules.windows import Windows, windows

_POOLS = ("MaxPool", "AveragePool", "LpPool")


def _static(node: ir.Node) -> list[Windows]:
    found = windows(node)
    if found is None or any(window.size is None for window in found):
        raise Impossible("this pooling needs static spatial dimensions")
    return found


def _includes_padding(node: ir.Node) -> bool:
    return bool(nodes.attribute(node, "count_include_pad", 0))


# -- conditions --------------------------------------------------------------------------------


def _dilated(node: ir.Node, opset: int) -> bool:
    return any(d != 1 for d in ints(node, "dilations"))


def _not_dilated(node: ir.Node, opset: int) -> bool:
    return "dilations" in node.attributes and not _dilated(node, opset)


def _wants_indices(node: ir.Node, opset: int) -> bool:
    return used(node, 1)


def _counts_automatic_padding(node: ir.Node, opset: int) -> bool:
    return text(node, "auto_pad", "NOTSET").startswith("SAME") and _includes_padding(node)


def _of_other_power(node: ir.Node, opset: int) -> bool:
    return int(nodes.attribute(node, "p", 2)) not in (1, 2)


def _in_one_dimension(node: ir.Node, opset: int) -> bool:
    return nodes.rank(node.inputs[0]) == 3


# -- with windows that are known now -----------------------------------------------------------


def _by_taps(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """One axis after the other: gather what each window reads, then reduce it."""
    found, x = _static(node), node.inputs[0]
    if node.op_type == "MaxPool":
        for axis, window in enumerate(found, 2):
            x = _reduce(new, "ReduceMax", x, _kept(window), axis)
        return [_value(x)]
    power = int(nodes.attribute(node, "p", 2)) if node.op_type == "LpPool" else 0
    if power:
        x = new.op("Abs", x) if power == 1 else new.op("Mul", x, x)
    x = new.op("Pad", x, new.constant(_pads(found)))
    for axis, window in enumerate(found, 2):
        # Nothing lies behind what Pad has added: that is how padding differs from rounding up.
        x = _reduce(new, "ReduceSum", x, window.taps() + window.before, axis)
    if power:
        return [new.op("Sqrt", x) if power == 2 else _value(x)]
    counts = np.ones((), np.float64)
    for window in found:
        counts = np.multiply.outer(counts, _counted(window, _includes_padding(node)))
    dtype = nodes.dtype(node.inputs[0])
    assert dtype is not None
    return [new.op("Div", x, new.constant(counts.astype(dtype.numpy())))]


def _pads(found: Sequence[Windows]) -> list[int]:
    before = [0, 0] + [window.before for window in found]
    return before + [0, 0] + [max(window.behind, window.behind_needed) for window in found]


def _reduce(new: Replacement, op: str, x: Any, taps: np.ndarray[Any, Any], axis: int) -> Any:
    gathered = new.op("Gather", x, new.constant(taps), axis=axis)
    return reduced(new, op, gathered, [axis + 1], keepdims=0)


def _kept(window: Windows) -> np.ndarray[Any, Any]:
    """Taps in padding replaced by one of the same window in the data: that changes no maximum."""
    taps = window.taps()
    assert window.size is not None
    inside = (taps >= 0) & (taps < window.size)
    if not inside.any(axis=1).all():
        raise Impossible("a window lies in the padding")
    first = taps[np.arange(len(taps)), inside.argmax(axis=1)]
    kept: np.ndarray[Any, Any] = np.where(inside, taps, first[:, None])
    return kept


def _counted(window: Windows, padding: bool) -> np.ndarray[Any, Any]:
    taps = window.taps()
    assert window.size is not None
    low, high = (-window.before, window.size + window.behind) if padding else (0, window.size)
    counts: np.ndarray[Any, Any] = ((taps >= low) & (taps < high)).sum(axis=1)
    clamped: np.ndarray[Any, Any] = np.maximum(counts, 1)
    return clamped


def _with_indices(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """The first places of all windows, then the second ones ...: the greatest, and where it was."""
    found, x, shape = _static(node), node.inputs[0], nodes.static_shape(node.inputs[0])
    if shape is None:
        raise Impossible("indices of maxima need a static shape")
    places = np.zeros((1, 1), np.int64)
    order = np.zeros((1, 1), np.int64)
    columns = bool(nodes.attribute(node, "storage_order", 0))
    spatial = shape[2:]
    for axis, window in enumerate(found):
        taps = _kept(window)
        rows = int(np.prod(spatial[axis + 1 :]))
        step = int(np.prod(spatial[:axis])) if columns else rows
        places = _outer(places, taps * rows)
        order = _outer(order, taps * step)
    flat = new.op("Reshape", x, new.constant([*shape[:2], int(np.prod(spatial))]))
    greatest = index = None
    for tap in range(order.shape[1]):
        view = new.op("Gather", flat, new.constant(places[:, tap]), axis=2)
        here = new.constant(order[:, tap].reshape(1, 1, -1))
        if greatest is None:
            greatest, index = view, here
        else:
            index = new.op("Where", new.op("Greater", view, greatest), here, index)
            greatest = new.op("Max", greatest, view)
    channel = np.arange(int(np.prod(shape[:2]))).reshape(*shape[:2], 1) * int(np.prod(spatial))
    index = new.op("Add", index, new.constant(channel))
    result = new.constant([*shape[:2], *(window.count for window in found)])
    return [new.op("Reshape", value, result) for value in (greatest, index)]


def _outer(whole: np.ndarray[Any, Any], part: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Windows of one axis more: every pair of windows, of each every pair of taps."""
    both = whole[:, None, :, None] + part[None, :, None, :]
    joined: np.ndarray[Any, Any] = both.reshape(len(whole) * len(part), -1)
    return joined


# -- with layers of TensorRT ---------------------------------------------------------------------


def _rounds_up_otherwise(node: ir.Node, opset: int) -> bool:
    """Rounding up where TensorRT differs: windows in padding, padding that counts, LpPool."""
    if not nodes.attribute(node, "ceil_mode", 0):
        return False
    found = windows(node)
    simple = found is not None and not any(window.may_start_in_padding for window in found)
    return node.op_type == "LpPool" or _includes_padding(node) or not simple


def _round_down(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """Explicit padding with which rounding down gives the same windows."""
    found, x = _static(node), node.inputs[0]
    given: dict[str, Any] = {a.name: a.value for a in node.attributes.values()}
    given.update(auto_pad=None, ceil_mode=None)
    before = [window.before for window in found]
    behind = [window.behind_needed for window in found]
    if _includes_padding(node):
        # What rounding up adds does not count, but what the node asks for does.
        counted = [min(w.behind, needed) for w, needed in zip(found, behind)]
        x = new.op("Pad", x, new.constant([0, 0, *before, 0, 0, *counted]))
        before, behind = [0] * len(found), [n - c for n, c in zip(behind, counted)]
        given["count_include_pad"] = 0
    given["pads"] = before + behind
    return [new.op(node.op_type, x, version=opset, **given)]


def _explicit(node: ir.Node, opset: int, new: Replacement) -> None:
    found = _static(node)
    node.attributes.pop("auto_pad")
    pads = [window.before for window in found] + [window.behind for window in found]
    node.attributes["pads"] = ir.AttrInt64s("pads", pads)


def _drop(*names: str) -> Any:
    def edit(node: ir.Node, opset: int, new: Replacement) -> None:
        for name in names:
            node.attributes.pop(name, None)

    return edit


def _power(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """The p-th root of sums of p-th powers, which LpPool with p=1 adds."""
    p, dtype = int(nodes.attribute(node, "p", 2)), nodes.dtype(node.inputs[0])
    assert dtype is not None
    given: dict[str, Any] = {a.name: a.value for a in node.attributes.values()}
    given["p"] = 1
    powers = new.op(
        "Pow", new.op("Abs", node.inputs[0]), new.constant(np.asarray(p, dtype.numpy()))
    )
    total = new.op("LpPool", powers, version=opset, **given)
    return [new.op("Pow", total, new.constant(np.asarray(1 / p, dtype.numpy())))]


def _in_two_dimensions(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    given: dict[str, Any] = {a.name: a.value for a in node.attributes.values()}
    for name in ("kernel_shape", "strides", "dilations"):
        if name in given:
            given[name] = [*given[name], 1]
    if "pads" in given:
        given["pads"] = [given["pads"][0], 0, given["pads"][1], 0]
    last = new.constant([3])
    flat = new.op(node.op_type, new.op("Unsqueeze", node.inputs[0], last), version=opset, **given)
    return [new.op("Squeeze", flat, last)]


def _global(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, p = node.inputs[0], int(nodes.attribute(node, "p", 2))
    rank = nodes.rank(x)
    if x is None or x.dtype is None or rank is None:
        raise Impossible("the rank of its input is not known")
    axes = new.constant(list(range(2, rank)))
    power = np.asarray(p, x.dtype.numpy())
    powers = new.op("Pow", new.op("Abs", x), new.constant(power)) if p != 1 else new.op("Abs", x)
    total = new.op("ReduceSum", powers, axes, keepdims=1)
    if p == 1:
        return [total]
    return [new.op("Pow", total, new.constant(np.asarray(1 / p, x.dtype.numpy())))]


def _in_float32(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    given: dict[str, Any] = {a.name: a.value for a in node.attributes.values()}
    x = new.op("Cast", node.inputs[0], to=ir.DataType.FLOAT)
    outputs = len(node.outputs)
    made = new.op(node.op_type, x, outputs=outputs, version=opset, **given)
    results = made if isinstance(made, list) else [made]
    dtype = nodes.dtype(node.inputs[0])
    return [new.op("Cast", results[0], to=dtype), *results[1:]]


def _value(value: Any) -> ir.Value:
    assert isinstance(value, ir.Value)
    return value


def _rules(op: str) -> list[Rule]:
    return [
        Rule(
            op,
            typed(*INTEGERS),
            rewrite(_in_float32, "done in float32"),
            "TensorRT 8.6 pools floats only",
        ),
        Rule(
            op,
            _dilated,
            rewrite(_by_taps, "what each window reads gathered, then reduced"),
            "TensorRT 8.6 has no dilated windows",
        ),
        Rule(
            op,
            _rounds_up_otherwise,
            rewrite(_round_down, "padded so that rounding down gives the same windows"),
            "TensorRT 8.6 rounds up otherwise: LpPool not at all, others to windows in padding",
        ),
        Rule(
            op,
            _counts_automatic_padding,
            change(_explicit, "automatic padding stated"),
            "TensorRT 8.6 does not count padding that it finds itself",
        ),
        Rule(
            op,
            _not_dilated,
            change(_drop("dilations"), "dilations of 1 dropped"),
            "pooling has no dilations in opset 17",
        ),
    ]


RULES = (
    Rule(
        "MaxPool",
        _wants_indices,
        rewrite(_with_indices, "what each window reads side by side, and its greatest found"),
        "TensorRT 8.6 has no indices of maxima",
    ),
    Rule(
        "LpPool",
        _in_one_dimension,
        rewrite(_in_two_dimensions, "done with a second dimension of size 1"),
        "TensorRT 8.6 pools in two or three dimensions",
    ),
    Rule(
        "LpPool",
        _of_other_power,
        rewrite(_power, "a sum of powers, and its root"),
        "TensorRT 8.6 has only p=1 and p=2",
    ),
    *(rule for op in _POOLS for rule in _rules(op)),
    Rule(
        "LpPool",
        lambda node, opset: "ceil_mode" in node.attributes,
        change(_drop("ceil_mode"), "ceil_mode=0 dropped"),
        "LpPool has no ceil_mode in opset 17",
    ),
    Rule(
        "GlobalLpPool",
        always,
        rewrite(_global, "powers of magnitudes, their sum, and its root"),
        "TensorRT 8.6 takes powers of negative numbers",
    ),
)
