"""Resize and Upsample: what TensorRT's layer does not have, and what it computes otherwise.

TensorRT's layer computes coordinates from the quotient of sizes, in float32. It knows nothing of
regions, of antialiasing, of axes; linear interpolation it does in three dimensions, cubic in two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, change, refuse, rewrite
from trtplugins.onnx.rules.interpolation import Axis, Method
from trtplugins.onnx.rules.questions import (
    FLOATS,
    counted,
    dim,
    ints,
    known_floats,
    known_ints,
    number,
    text,
)
from trtplugins.onnx.rules.rule import Rule

_NATIVE = ("half_pixel", "pytorch_half_pixel", "asymmetric", "align_corners")
_DIMENSIONS = {"nearest": 8, "linear": 3, "cubic": 2}


def _method(node: ir.Node) -> Method:
    if node.op_type == "Upsample":
        mode = text(node, "mode", "nearest").removeprefix("bi")
        return Method(mode, "asymmetric", "floor", -0.75, False, False, 0.0)
    return Method(
        text(node, "mode", "nearest"),
        text(node, "coordinate_transformation_mode", "half_pixel"),
        text(node, "nearest_mode", "round_prefer_floor"),
        number(node, "cubic_coeff_a", -0.75),
        bool(nodes.attribute(node, "antialias", 0)),
        bool(nodes.attribute(node, "exclude_outside", 0)),
        number(node, "extrapolation_value", 0.0),
    )


def _input(node: ir.Node, name: str) -> Optional[ir.Value]:
    """An input of Resize; an empty tensor is one left out."""
    place = {"scales": 1} if node.op_type == "Upsample" else {"roi": 1, "scales": 2, "sizes": 3}
    value = nodes.given(node, place[name]) if name in place else None
    array = nodes.constant(value)
    return None if array is not None and array.size == 0 else value


def _scales(node: ir.Node) -> Optional[list[float]]:
    if node.op_type == "Upsample" and "scales" in node.attributes:
        return [float(s) for s in nodes.attribute(node, "scales")]
    return known_floats(_input(node, "scales"))


def _chosen(node: ir.Node, rank: int) -> list[int]:
    return counted(ints(node, "axes", range(rank)), rank)


def _axes(node: ir.Node) -> dict[int, Axis]:
    """The axes that the node resizes.

    Raises:
        Impossible: sizes are not known.
    """
    x, rank = node.inputs[0], nodes.rank(node.inputs[0])
    scales, sizes, roi = _scales(node), known_ints(_input(node, "sizes")), None
    if rank is None or (scales is None and sizes is None):
        raise Impossible("sizes or scales have to be known when the engine is built: freeze them")
    chosen = _chosen(node, rank)
    known = [dim(x, axis) for axis in chosen]
    if text(node, "coordinate_transformation_mode", "") == "tf_crop_and_resize":
        roi = known_floats(_input(node, "roi"))
        if roi is None:
            raise Impossible("input 'roi' has to be known when the engine is built: freeze it")
    found: dict[int, Axis] = {}
    for i, axis in enumerate(chosen):
        size = known[i]
        region = (0.0, 1.0) if roi is None else (roi[i], roi[i + len(chosen)])
        if scales is not None and (scales[i] == 1.0 and region == (0.0, 1.0)):
            continue
        if size is None:
            raise Impossible(f"dimension {axis} has to be static")
        if scales is not None:
            found[axis] = Axis(size, int(scales[i] * size), scales[i], region)
        elif sizes is not None:
            result, scale = _aspect(node, size, sizes[i], known, sizes)
            found[axis] = Axis(size, result, scale, region)
    method = _method(node)
    return {axis: a for axis, a in found.items() if not a.identity(method)}


def _aspect(
    node: ir.Node, size: int, wanted: int, known: Sequence[Optional[int]], sizes: Sequence[int]
) -> tuple[int, float]:
    policy = text(node, "keep_aspect_ratio_policy", "stretch")
    if policy == "stretch":
        return wanted, wanted / size
    if None in known:
        raise Impossible("keeping the aspect ratio needs static dimensions")
    scales = [n / k for n, k in zip(sizes, known) if k]
    scale = min(scales) if policy == "not_larger" else max(scales)
    return int(np.floor(scale * size + 0.5)), scale


# -- what TensorRT's layer does right ------------------------------------------------------------


def _native_method(node: ir.Node, opset: int) -> bool:
    method = _method(node)
    if nodes.dtype(node.inputs[0]) not in FLOATS or method.antialias or method.exclude_outside:
        return False
    return method.coordinates in _NATIVE and method.mode in _DIMENSIONS


def _native(node: ir.Node, opset: int) -> bool:
    rank = nodes.rank(node.inputs[0])
    if not _native_method(node, opset) or rank is None:
        return False
    mode = _method(node).mode
    try:
        axes = _axes(node)
    except Impossible:
        return _native_if_dynamic(node, mode, rank)
    if axes and min(axes) < rank - _DIMENSIONS[mode]:
        return False
    exact = all(a.size * a.scale == a.result for a in axes.values() if _by_scales(node))
    return exact and (mode != "nearest" or all(_exact_in_float32(a) for a in axes.values()))


def _by_scales(node: ir.Node) -> bool:
    return _scales(node) is not None


def _native_if_dynamic(node: ir.Node, mode: str, rank: int) -> bool:
    if text(node, "keep_aspect_ratio_policy", "stretch") != "stretch":
        return False
    scales = _scales(node)
    if scales is None:
        return _input(node, "scales") is None
    chosen = [axis for axis, scale in zip(_chosen(node, rank), scales) if scale != 1.0]
    whole = all(scale == int(scale) and scale >= 1 for scale in scales)
    return whole and (not chosen or min(chosen) >= rank - _DIMENSIONS[mode])


def _exact_in_float32(axis: Axis) -> bool:
    """Whether the quotient of the sizes is a number of few bits: else nearest may be another."""
    quotient = np.float32(axis.size) / np.float32(axis.result)
    return float(quotient) * axis.result == axis.size


# -- rewriting -----------------------------------------------------------------------------------


def _foreign(node: ir.Node, opset: int) -> bool:
    return not _native(node, opset)


def _by_taps(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """One axis after the other: gather what each output reads, and add it up."""
    x, method, rank = node.inputs[0], _method(node), nodes.rank(node.inputs[0])
    if x is None or x.dtype is None or rank is None:
        raise Impossible("the type and rank of its input are not known")
    if method.mode != "nearest" and x.dtype not in FLOATS:
        raise Impossible(f"{method.mode} interpolation of integers")
    value: Any = x
    widened = x.dtype == ir.DataType.FLOAT16 and method.mode != "nearest"
    if widened:
        value = new.op("Cast", x, to=ir.DataType.FLOAT)
    dtype = np.dtype(np.float32) if widened else x.dtype.numpy()
    for number_of_axis, axis in _axes(node).items():
        value = _along(new, value, number_of_axis, rank, axis, method, dtype)
    if widened:
        value = new.op("Cast", value, to=x.dtype)
    return [value if value is not x else new.op("Identity", x)]


def _along(
    new: Replacement,
    x: Any,
    place: int,
    rank: int,
    axis: Axis,
    method: Method,
    dtype: np.dtype[Any],
) -> Any:
    taps, weights = axis.taps(method)
    trailing = (1,) * (rank - place - 1)
    if np.array_equal(weights, np.ones_like(weights[:, :1])):
        value = new.op("Gather", x, new.constant(taps[:, 0]), axis=place)
    elif taps.shape[1] <= 4:
        value = None
        for column in range(taps.shape[1]):
            part = new.op("Gather", x, new.constant(taps[:, column]), axis=place)
            weight = weights[:, column].astype(dtype).reshape(-1, *trailing)
            part = new.op("Mul", part, new.constant(weight))
            value = part if value is None else new.op("Add", value, part)
    else:
        read = new.op("Gather", x, new.constant(taps), axis=place)
        weighted = new.op(
            "Mul", read, new.constant(weights.astype(dtype).reshape(*weights.shape, *trailing))
        )
        value = new.op("ReduceSum", weighted, new.constant([place + 1]), keepdims=0)
    outside = axis.outside(method)
    if outside is None:
        return value
    extrapolation = new.constant(np.asarray(method.extrapolation, dtype))
    return new.op("Where", new.constant(outside.reshape(-1, *trailing)), extrapolation, value)


def _needs_sizes(node: ir.Node, opset: int) -> bool:
    """What TensorRT does right, but for axes, scales and policies."""
    newer = {"axes", "keep_aspect_ratio_policy", "antialias"} & set(node.attributes)
    if newer or (_by_scales(node) and node.op_type == "Resize"):
        return nodes.static_shape(node.inputs[0]) is not None or bool(newer)
    return False


def _to_sizes(node: ir.Node, opset: int, new: Replacement) -> None:
    rank, x = nodes.rank(node.inputs[0]), node.inputs[0]
    assert rank is not None
    assert x is not None
    shape = nodes.static_shape(x)
    if shape is not None and (_by_scales(node) or known_ints(_input(node, "sizes")) is not None):
        axes = _axes(node)
        sizes = [axes[axis].result if axis in axes else n for axis, n in enumerate(shape)]
        _set_inputs(node, None, new.constant(sizes))
    elif _by_scales(node):
        scales = [1.0] * rank
        for axis, scale in zip(_chosen(node, rank), _scales(node) or ()):
            scales[axis] = scale
        _set_inputs(node, new.constant(np.asarray(scales, np.float32)), None)
    else:
        _set_inputs(node, None, _all_sizes(node, new, x, rank))
    for name in ("axes", "keep_aspect_ratio_policy", "antialias"):
        node.attributes.pop(name, None)


def _set_inputs(node: ir.Node, scales: Optional[ir.Value], sizes: Optional[ir.Value]) -> None:
    node.resize_inputs(4 if sizes is not None else 3)
    node.replace_input_with(1, None)
    node.replace_input_with(2, scales)
    if sizes is not None:
        node.replace_input_with(3, sizes)


def _all_sizes(node: ir.Node, new: Replacement, x: ir.Value, rank: int) -> ir.Value:
    """The input's shape with the sizes that are given in their places."""
    shape, sizes = new.op("Shape", x), _input(node, "sizes")
    parts = [new.op("Gather", shape, new.constant([axis])) for axis in range(rank)]
    for i, axis in enumerate(_chosen(node, rank)):
        parts[axis] = new.op("Gather", sizes, new.constant([i]))
    value: ir.Value = new.op("Concat", *parts, axis=0)
    return value


def _unknown_scales(node: ir.Node, opset: int) -> bool:
    return _scales(node) is None and _input(node, "sizes") is None


_RULES = (
    (
        _unknown_scales,
        refuse("input 'scales' has to be known when the engine is built: freeze it"),
        "TensorRT 8.6 has no shapes from floats",
    ),
    (
        _foreign,
        rewrite(_by_taps, "what each output reads gathered, weighted and added up"),
        "TensorRT 8.6 has no such method, or computes other coordinates",
    ),
    (
        _needs_sizes,
        change(_to_sizes, "sizes stated for all axes"),
        "TensorRT 8.6 wants one for every axis",
    ),
)

RULES = tuple(Rule(op, *row) for op in ("Resize", "Upsample") for row in _RULES)
