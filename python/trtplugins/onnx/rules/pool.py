"""Pooling with dilations, a ceiling, other norms or indices."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, rewrite
from trtplugins.onnx.rules.rule import Rule


@dataclass
class _Window:
    """A pooling's geometry, by spatial dimension."""

    size: list[int]
    kernel: list[int]
    stride: list[int]
    dilation: list[int]
    before: list[int]
    out: list[int]


def _list(node: ir.Node, name: str, count: int, default: int) -> list[int]:
    return [int(v) for v in nodes.attribute(node, name) or [default] * count]


def _window(node: ir.Node) -> _Window:
    shape, result = nodes.static_shape(node.inputs[0]), nodes.static_shape(node.outputs[0])
    x, y = node.inputs[0], node.outputs[0]
    if shape is None or result is None:
        spatial = _spatial(x), _spatial(y)
        if None in spatial:
            raise Impossible("a pooling of this kind needs sizes that are known")
        size, out = spatial
        assert size is not None
        assert out is not None
    else:
        size, out = list(shape[2:]), list(result[2:])
    count = len(size)
    kernel = _list(node, "kernel_shape", count, 1)
    stride = _list(node, "strides", count, 1)
    dilation = _list(node, "dilations", count, 1)
    reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilation)]
    auto = nodes.attribute(node, "auto_pad", "NOTSET")
    before = _list(node, "pads", 2 * count, 0)[:count]
    if auto.startswith("SAME"):
        total = [max(0, (o - 1) * s + r - n) for o, s, r, n in zip(out, stride, reach, size)]
        before = [t // 2 if auto == "SAME_UPPER" else t - t // 2 for t in total]
    return _Window(size, kernel, stride, dilation, before, out)


def _spatial(value: ir.Value | None) -> list[int] | None:
    if value is None or value.shape is None:
        return None
    dims = list(value.shape)[2:]
    known = [d for d in dims if isinstance(d, int)]
    return known if len(known) == len(dims) else None


def _padded(x: Any, w: _Window, fill: float, kind: Any, new: Replacement) -> Any:
    """`x` with so much around it that every window lies inside."""
    after = [
        max(0, (o - 1) * s + (k - 1) * d + 1 - b - n)
        for o, s, k, d, b, n in zip(w.out, w.stride, w.kernel, w.dilation, w.before, w.size)
    ]
    pads = np.asarray([0, 0, *w.before, 0, 0, *after], np.int64)
    return new.op("Pad", x, new.constant(pads), new.constant(fill, kind), mode="constant")


def _views(x: Any, w: _Window, new: Replacement) -> list[Any]:
    """What lies under each element of the kernel, over all windows."""
    axes = new.constant(np.arange(2, 2 + len(w.size)))
    steps = new.constant(np.asarray(w.stride, np.int64))
    found = []
    for place in itertools.product(*(range(k) for k in w.kernel)):
        start = np.asarray([p * d for p, d in zip(place, w.dilation)], np.int64)
        end = start + (np.asarray(w.out) - 1) * np.asarray(w.stride) + 1
        found.append(new.op("Slice", x, new.constant(start), new.constant(end), axes, steps))
    return found


def _sum(views: list[Any], new: Replacement) -> Any:
    total = views[0]
    for view in views[1:]:
        total = new.op("Add", total, view)
    return total


def _kind(node: ir.Node) -> Any:
    dtype = nodes.dtype(node.inputs[0])
    if dtype is None:
        raise Impossible("the type of its input is not known")
    return dtype.numpy()


def _max(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    w, kind = _window(node), _kind(node)
    lowest = -np.inf if kind.kind == "f" else np.iinfo(kind).min
    views = _views(_padded(node.inputs[0], w, lowest, kind, new), w, new)
    offsets = _offsets(node, w) if len(node.outputs) > 1 else None
    best, place = views[0], None if offsets is None else new.constant(offsets[0])
    for i, view in enumerate(views[1:], 1):
        if offsets is not None:
            larger = new.op("Greater", view, best)
            place = new.op("Where", larger, new.constant(offsets[i]), place)
        best = new.op("Max", best, view)
    if offsets is None:
        return [best]
    return [best, new.op("Add", new.constant(_origins(node, w)), place)]


def _strides(node: ir.Node, w: _Window) -> list[int]:
    """Between neighbours of each spatial dimension, in the flattened image."""
    count = len(w.size)
    strides = [1] * count
    order = range(count - 2, -1, -1) if not nodes.attribute(node, "storage_order", 0) else ()
    for i in order:
        strides[i] = strides[i + 1] * w.size[i + 1]
    if nodes.attribute(node, "storage_order", 0):
        for i in range(1, count):
            strides[i] = strides[i - 1] * w.size[i - 1]
    return strides


def _offsets(node: ir.Node, w: _Window) -> list[int]:
    """Of each element of the kernel from the first one."""
    strides = _strides(node, w)
    places = itertools.product(*(range(k) for k in w.kernel))
    return [sum(p * d * s for p, d, s in zip(place, w.dilation, strides)) for place in places]


def _origins(node: ir.Node, w: _Window) -> np.ndarray[Any, Any]:
    """The first element of each window, counted in the whole flattened input."""
    shape = nodes.static_shape(node.inputs[0])
    if shape is None:
        raise Impossible("indices need a shape that is known")
    strides, count = _strides(node, w), len(w.size)
    first = np.zeros(w.out, np.int64)
    for i in range(count):
        start = (np.arange(w.out[i]) * w.stride[i] - w.before[i]) * strides[i]
        first = first + start.reshape([-1] + [1] * (count - 1 - i))
    images = np.arange(shape[0] * shape[1]).reshape(shape[:2]) * int(np.prod(w.size))
    origins: np.ndarray[Any, Any] = images.reshape([*shape[:2]] + [1] * count) + first
    return origins


def _average(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    w, kind = _window(node), _kind(node)
    views = _views(_padded(node.inputs[0], w, 0, kind, new), w, new)
    return [new.op("Div", _sum(views, new), new.constant(_counts(node, w).astype(kind)))]


def _counts(node: ir.Node, w: _Window) -> np.ndarray[Any, Any]:
    """Elements under each window; those of the padding only if they are to be counted."""
    padding = bool(nodes.attribute(node, "count_include_pad", 0))
    pads = _list(node, "pads", 2 * len(w.size), 0)
    total = np.ones([1, 1, *w.out])
    for i, n in enumerate(w.size):
        low = -w.before[i] if padding else 0
        high = n + (pads[len(w.size) + i] if padding else 0)
        starts = np.arange(w.out[i]) * w.stride[i] - w.before[i]
        places = starts[:, None] + np.arange(w.kernel[i]) * w.dilation[i]
        inside = ((places >= low) & (places < high)).sum(1)
        total = total * inside.reshape([-1] + [1] * (len(w.size) - 1 - i))
    return total


def _lp(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    w, kind, p = _window(node), _kind(node), nodes.attribute(node, "p", 2)
    power = new.constant(p, kind)
    raised = new.op("Pow", new.op("Abs", node.inputs[0]), power)
    views = _views(_padded(raised, w, 0, kind, new), w, new)
    return [new.op("Pow", _sum(views, new), new.constant(1 / p, kind))]


def _dilated(node: ir.Node) -> bool:
    return any(d != 1 for d in nodes.attribute(node, "dilations") or [])


def _last_window_may_be_padding(node: ir.Node) -> bool:
    """With a ceiling TensorRT keeps a last window that begins in the padding; ONNX does not."""
    if not nodes.attribute(node, "ceil_mode", 0):
        return False
    kernel = nodes.attribute(node, "kernel_shape") or []
    count = len(kernel)
    after = _list(node, "pads", 2 * count, 0)[count:]
    stride = _list(node, "strides", count, 1)
    return any(s > k - a for s, k, a in zip(stride, kernel, after))


def _integers(node: ir.Node) -> bool:
    dtype = nodes.dtype(node.inputs[0])
    return dtype is not None and dtype not in (ir.DataType.FLOAT, ir.DataType.FLOAT16)


def _max_is_other(node: ir.Node, opset: int) -> bool:
    return (
        len(node.outputs) > 1
        or _dilated(node)
        or _last_window_may_be_padding(node)
        or _integers(node)
    )


def _average_is_other(node: ir.Node, opset: int) -> bool:
    return _dilated(node) or _last_window_may_be_padding(node)


def _lp_is_other(node: ir.Node, opset: int) -> bool:
    p = nodes.attribute(node, "p", 2)
    return (
        p not in (1, 2)
        or _dilated(node)
        or bool(nodes.attribute(node, "ceil_mode", 0))
        or (nodes.attribute(node, "auto_pad", "NOTSET") != "NOTSET")
        or any(nodes.attribute(node, "pads") or [])
    )


def _has_defaults(node: ir.Node, opset: int) -> bool:
    return (
        opset > 17
        and node.op_type != "MaxPool"
        and (
            "dilations" in node.attributes
            or (node.op_type == "LpPool" and "ceil_mode" in node.attributes)
        )
    )


def _without_defaults(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    kept = {
        a.name: a.value
        for a in node.attributes.values()
        if a.name != "dilations" and not (node.op_type == "LpPool" and a.name == "ceil_mode")
    }
    return [new.op(node.op_type, node.inputs[0], **kept)]


_WHY = "TensorRT 8.6 has no dilations, no indices, and keeps a last window that is all padding"

RULES = (
    Rule("MaxPool", _max_is_other, rewrite(_max, "replaced by slices and their maximum"), _WHY),
    Rule("AveragePool", _average_is_other, rewrite(_average, "replaced by slices and a sum"), _WHY),
    Rule(
        "LpPool",
        _lp_is_other,
        rewrite(_lp, "replaced by slices and a sum of powers"),
        "TensorRT 8.6 knows p of 1 and 2, no dilations, and divides by what padding covers",
    ),
    *(
        Rule(
            op,
            _has_defaults,
            rewrite(_without_defaults, "attributes newer than opset 17 dropped"),
            "they have their defaults",
        )
        for op in ("AveragePool", "LpPool")
    ),
)
