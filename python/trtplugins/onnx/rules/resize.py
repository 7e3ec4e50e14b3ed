"""Resize in the modes that TensorRT's layer lacks, by a constant matrix per dimension.

Interpolation is linear in its input and separable: along each dimension it is a product with a
matrix, whose rows are what ONNX's reference makes of unit vectors. Taking the nearest element is a
Gather.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import onnx
import onnx_ir as ir
from onnx.reference import ReferenceEvaluator

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, rewrite
from trtplugins.onnx.rules.rule import Rule

_NATIVE_COORDINATES = {"half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"}
# A matrix larger than this is not what anybody wants in an engine.
_LARGEST = 16 << 20


@dataclass
class _Axis:
    """How one dimension is resized.

    Attributes:
        exact: whether `scale` was given, and not the size.
    """

    index: int
    size: int
    out: int
    scale: float
    exact: bool
    roi: Optional[tuple[float, float]]


def _text(node: ir.Node, name: str, default: str) -> str:
    return str(nodes.attribute(node, name, default))


def _is_other(node: ir.Node, opset: int) -> bool:
    if opset < 11:
        return False
    mode = _text(node, "coordinate_transformation_mode", "half_pixel")
    return (
        bool(nodes.attribute(node, "antialias", 0))
        or _text(node, "keep_aspect_ratio_policy", "stretch") != "stretch"
        or mode not in _NATIVE_COORDINATES
        or (mode == "align_corners" and _scales_cut(node))
    )


def _scales_cut(node: ir.Node) -> bool:
    """Where a size is not a multiple of its scale, ONNX aligns the corner that is cut off."""
    scales, shape = nodes.constant(nodes.given(node, 2)), nodes.static_shape(node.inputs[0])
    if scales is None or not scales.size or shape is None:
        return False
    places = nodes.attribute(node, "axes") or range(len(shape))
    return any(float(s) * shape[p] % 1 != 0 for s, p in zip(scales, places))


def _has_newer(node: ir.Node, opset: int) -> bool:
    return any(n in node.attributes for n in ("axes", "antialias", "keep_aspect_ratio_policy"))


def _input(node: ir.Node, index: int, name: str) -> Optional[np.ndarray[Any, Any]]:
    value = nodes.given(node, index)
    if value is None:
        return None
    array = nodes.constant(value)
    if array is None:
        raise Impossible(f"input '{name}' has to be known when the engine is built: freeze it")
    return array if array.size else None


def _dims(x: Optional[ir.Value]) -> list[Any]:
    if x is None or x.shape is None:
        raise Impossible("the shape of its input is not known")
    return list(x.shape)


def _axes(node: ir.Node) -> list[_Axis]:
    dims = _dims(node.inputs[0])
    rank = len(dims)
    places = [a % rank for a in nodes.attribute(node, "axes") or range(rank)]
    roi, scales, sizes = (_input(node, i, n) for i, n in ((1, "roi"), (2, "scales"), (3, "sizes")))
    crop = _text(node, "coordinate_transformation_mode", "") == "tf_crop_and_resize"
    found = []
    policy = _text(node, "keep_aspect_ratio_policy", "stretch")
    common = None
    if policy != "stretch" and sizes is not None:
        ratios = [float(s) / dims[p] for s, p in zip(sizes, places) if isinstance(dims[p], int)]
        if len(ratios) != len(places):
            raise Impossible("a size that is resized is not known")
        common = min(ratios) if policy == "not_larger" else max(ratios)
    for i, place in enumerate(places):
        size = dims[place]
        region = (float(roi[i]), float(roi[i + len(places)])) if crop and roi is not None else None
        if scales is not None and float(scales[i]) == 1 and region is None:
            continue
        if not isinstance(size, int):
            raise Impossible("a size that is resized is not known")
        if scales is not None:
            found.append(
                _Axis(place, size, int(size * float(scales[i])), float(scales[i]), True, region)
            )
        elif sizes is not None:
            out = int(sizes[i]) if common is None else int(common * size + 0.5)
            scale = out / size if common is None else common
            if common is not None and out / size != common and int(size * common) != out:
                raise Impossible("the aspect ratio cannot be kept exactly")
            found.append(_Axis(place, size, out, scale, common is not None, region))
    return [axis for axis in found if axis.out != axis.size or axis.roi is not None]


def _reference(node: ir.Node, axis: _Axis, data: np.ndarray[Any, Any], outside: float) -> Any:
    """ONNX's Resize of rows."""
    attributes = {
        a.name: a.value
        for a in node.attributes.values()
        if a.name not in ("axes", "keep_aspect_ratio_policy", "extrapolation_value")
    }
    proto = onnx.helper.make_node(
        "Resize",
        [
            "x",
            "roi" if axis.roi else "",
            "scales" if axis.exact else "",
            "" if axis.exact else "sizes",
        ],
        ["y"],
        axes=[1],
        extrapolation_value=outside,
        **attributes,
    )
    feeds: dict[str, np.ndarray[Any, Any]] = {"x": data}
    if axis.exact:
        feeds["scales"] = np.asarray([axis.scale], np.float32)
    else:
        feeds["sizes"] = np.asarray([axis.out], np.int64)
    if axis.roi:
        feeds["roi"] = np.asarray(axis.roi, np.float32)
    graph = onnx.helper.make_graph(
        [proto],
        "resize",
        [
            onnx.helper.make_tensor_value_info(
                name, onnx.helper.np_dtype_to_tensor_dtype(array.dtype), array.shape
            )
            for name, array in feeds.items()
        ],
        [onnx.helper.make_empty_tensor_value_info("y")],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 19)])
    (result,) = ReferenceEvaluator(model).run(None, feeds)
    return result


def _resize(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x: Any = node.inputs[0]
    dtype, dims = nodes.dtype(x), _dims(x)
    if dtype is None:
        raise Impossible("the type of its input is not known")
    outside = nodes.attribute(node, "extrapolation_value", 0.0)
    y, masks = x, []
    for axis in _axes(node):
        if axis.size * axis.out * 4 > _LARGEST:
            raise Impossible(f"a matrix of {axis.size} x {axis.out} would be needed")
        if _text(node, "mode", "nearest") == "nearest":
            places = _reference(node, axis, np.arange(axis.size, dtype=np.float64)[None], 0)
            y = new.op("Gather", y, new.constant(places[0].astype(np.int64)), axis=axis.index)
        else:
            matrix = _reference(node, axis, np.eye(axis.size), 0)
            y = _along(y, axis.index, len(dims), matrix.astype(dtype.numpy()), new)
        if axis.roi is not None:
            beyond = _reference(node, axis, np.zeros((1, axis.size)), 1)[0] == 1
            masks.append(beyond.reshape([-1] + [1] * (len(dims) - 1 - axis.index)))
    for mask in masks:
        y = new.op("Where", new.constant(mask), new.constant(outside, dtype.numpy()), y)
    return [new.op("Identity", y)]


def _along(y: Any, axis: int, rank: int, matrix: Any, new: Replacement) -> Any:
    """Y times `matrix`, [size, out], along one dimension."""
    if rank == 1:
        row = new.op("Unsqueeze", y, new.constant([0]))
        return new.op("Squeeze", new.op("MatMul", row, new.constant(matrix)), new.constant([0]))
    perm = [i for i in range(rank) if i != axis] + [axis]
    back = [perm.index(i) for i in range(rank)]
    moved = y if axis == rank - 1 else new.op("Transpose", y, perm=perm)
    product = new.op("MatMul", moved, new.constant(matrix))
    return product if axis == rank - 1 else new.op("Transpose", product, perm=back)


def _older_form(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, dims = node.inputs[0], _dims(node.inputs[0])
    rank = len(dims)
    places = [a % rank for a in nodes.attribute(node, "axes") or range(rank)]
    scales, sizes = _input(node, 2, "scales"), _input(node, 3, "sizes")
    attributes = {
        a.name: a.value
        for a in node.attributes.values()
        if a.name not in ("axes", "antialias", "keep_aspect_ratio_policy")
    }
    if scales is not None:
        full = [1.0] * rank
        for place, scale in zip(places, scales):
            full[place] = float(scale)
        given = [None, new.constant(np.asarray(full, np.float32))]
    elif sizes is not None:
        whole = list(dims)
        for place, size in zip(places, sizes):
            whole[int(place)] = int(size)
        if not all(isinstance(d, int) for d in whole):
            raise Impossible("a size that is not resized is not known")
        given = [None, None, new.constant(np.asarray(whole, np.int64))]
    else:
        raise Impossible("neither scales nor sizes are given")
    return [new.op("Resize", x, *given, **attributes)]


_WHY = "TensorRT 8.6 has no such coordinates or aspect ratio, and ignores antialias"

RULES = (
    Rule("Resize", _is_other, rewrite(_resize, "replaced by a matrix per dimension"), _WHY),
    Rule(
        "Resize",
        _has_newer,
        rewrite(_older_form, "scales or sizes stated of all dimensions"),
        "TensorRT 8.6 ignores axes",
    ),
)
