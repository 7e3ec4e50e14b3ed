"""Quantised operators on types and with zero points that TensorRT's layers lack, by arithmetic.

TensorRT quantises to int8 around zero. All else is computed as ONNX defines it: sums of products of
integers are exact in float32 up to 2^24, so that they are added up in parts that stay below.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np
import onnx_ir as ir

from trtplugins import _core
from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, plugin, rewrite
from trtplugins.onnx.rules.rule import Rule, always

_T = ir.DataType
_NARROW = (_T.INT8, _T.UINT8, _T.INT16, _T.UINT16)
# Of products of two differences of 8-bit integers, so many add up exactly in float32.
_EXACT = (1 << 24) // (255 * 255)

_WHY = "TensorRT 8.6 quantises to int8 around zero, and nothing else"


def _native(node: ir.Node) -> bool:
    """int8, symmetric, one of a pair: what TensorRT makes quantised layers of."""
    zero = nodes.given(node, 2)
    known = nodes.constant(zero)
    plain = zero is None or (known is not None and not known.any())
    int8 = node.inputs[0] if node.op_type == "DequantizeLinear" else node.outputs[0]
    if int8 is None or int8.dtype != _T.INT8 or not plain or nodes.attribute(node, "block_size", 0):
        return False
    if node.op_type == "QuantizeLinear":
        return {use.node.op_type for use in int8.uses()} == {"DequantizeLinear"}
    producer = int8.producer()
    return int8.is_initializer() or (
        producer is not None and producer.op_type in ("QuantizeLinear", "Constant")
    )


def _is_other(node: ir.Node, opset: int) -> bool:
    return not _native(node)


def _float(value: Optional[ir.Value], new: Replacement) -> Any:
    return new.op("Cast", value, to=int(_T.FLOAT))


def _along(value: Any, node: ir.Node, new: Replacement) -> Any:
    """A scale or zero point for each slice along the axis, shaped to broadcast."""
    rank, x_rank = nodes.rank(value), nodes.rank(node.inputs[0])
    if rank is None or x_rank is None:
        raise Impossible("the ranks of its inputs are not known")
    if rank == 0 or nodes.static_shape(value) == (1,):
        return new.op("Reshape", value, new.constant(np.zeros(0, np.int64))) if rank else value
    if rank != 1:
        return value
    axis = nodes.attribute(node, "axis", 1) % x_rank
    return new.op("Reshape", value, new.constant([-1] + [1] * (x_rank - 1 - axis)))


def _blocks(node: ir.Node, new: Replacement) -> tuple[Any, Any, Any, Optional[list[int]]]:
    """x, scale, zero point shaped to broadcast, and the shape to go back to if x is in blocks."""
    x, scale, zero = node.inputs[0], node.inputs[1], nodes.given(node, 2)
    size = nodes.attribute(node, "block_size", 0)
    if not size:
        return x, _along(scale, node, new), zero and _along(zero, node, new), None
    shape = nodes.static_shape(x)
    if shape is None:
        raise Impossible("the shape of an input that is quantised in blocks is not known")
    axis = nodes.attribute(node, "axis", 1) % len(shape)
    split = [*shape[:axis], shape[axis] // size, size, *shape[axis + 1 :]]
    if shape[axis] % size:
        raise Impossible("its blocks do not fill the axis")
    place = new.constant([axis + 1])
    return (
        new.op("Reshape", x, new.constant(split)),
        new.op("Unsqueeze", scale, place),
        zero and new.op("Unsqueeze", zero, place),
        list(shape),
    )


def _saturated(rounded: Any, zero: Any, dtype: ir.DataType, new: Replacement) -> Any:
    limits = np.iinfo(dtype.numpy())
    moved = rounded if zero is None else new.op("Add", rounded, _float(zero, new))
    low, high = (new.constant(v, np.float32) for v in (limits.min, limits.max))
    return new.op("Cast", new.op("Clip", moved, low, high), to=int(dtype))


def _quantize(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    dtype = nodes.dtype(node.outputs[0])
    if dtype not in _NARROW:
        raise Impossible(f"TensorRT 8 has no {dtype.name.lower() if dtype else 'such type'}")
    x, scale, zero, shape = _blocks(node, new)
    y = _saturated(
        new.op("Round", new.op("Div", _float(x, new), _float(scale, new))), zero, dtype, new
    )
    return [new.op("Reshape", y, new.constant(shape)) if shape else y]


def _dequantize(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    source, dtype = nodes.dtype(node.inputs[0]), nodes.dtype(node.outputs[0])
    if source not in (*_NARROW, _T.INT32) or dtype is None:
        raise Impossible(f"TensorRT 8 has no {source.name.lower() if source else 'such type'}")
    x, scale, zero, shape = _blocks(node, new)
    real = _float(x, new)
    if zero is not None:
        real = new.op("Sub", real, _float(zero, new))
    y = new.op("Cast", new.op("Mul", real, _float(scale, new)), to=int(dtype))
    return [new.op("Reshape", y, new.constant(shape)) if shape else y]


def _centred(x: Any, zero: Optional[ir.Value], new: Replacement, shape: Any = None) -> Any:
    """`x` - zero in float32; `shape` is what a zero point for each row or channel is shaped to."""
    real = _float(x, new)
    if zero is None:
        return real
    moved = _float(zero, new)
    if nodes.rank(zero) == 1 and nodes.static_shape(zero) != (1,) and shape is not None:
        moved = new.op("Reshape", moved, new.constant(shape))
    return new.op("Sub", real, moved)


def _product(a: Any, b: Any, inner: Any, new: Replacement) -> Any:
    """MatMul of integers in float32, exact, as int32."""
    if not isinstance(inner, int):
        raise Impossible("the number of products that are added up is not known")
    total = None
    for start in range(0, inner, _EXACT):
        end = min(inner, start + _EXACT)
        part = new.op("MatMul", _cut(a, -1, start, end, new), _cut(b, -2, start, end, new))
        exact = new.op("Cast", part, to=int(_T.INT32))
        total = exact if total is None else new.op("Add", total, exact)
    return total


def _cut(x: Any, axis: int, start: int, end: int, new: Replacement) -> Any:
    bounds = (new.constant([v]) for v in (start, end, axis))
    return new.op("Slice", x, *bounds)


def _inner(a: Any) -> Any:
    return None if a is None or a.shape is None or not len(a.shape) else a.shape[-1]


def _matmul_integer(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    a, b = node.inputs[:2]
    left = _centred(a, nodes.given(node, 2), new, [-1, 1])
    right = _centred(b, nodes.given(node, 3), new, [1, -1])
    return [_product(left, right, _inner(a), new)]


def _requantize(total: Any, scale: Any, node: ir.Node, zero: Any, new: Replacement) -> Any:
    dtype = nodes.dtype(node.outputs[0])
    if dtype not in _NARROW:
        raise Impossible("the type of its result is not known")
    return _saturated(new.op("Round", new.op("Mul", _float(total, new), scale)), zero, dtype, new)


def _shaped(value: Any, shape: list[int], new: Replacement) -> Any:
    real = _float(value, new)
    return new.op("Reshape", real, new.constant(shape)) if nodes.rank(value) == 1 else real


def _qlinear_matmul(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    a, a_scale, a_zero, b, b_scale, b_zero, y_scale, y_zero = node.inputs
    left = _centred(a, a_zero, new, [-1, 1])
    right = _centred(b, b_zero, new, [1, -1])
    total = _product(left, right, _inner(a), new)
    scale = new.op("Mul", _shaped(a_scale, [-1, 1], new), _shaped(b_scale, [1, -1], new))
    scale = new.op("Div", scale, _float(y_scale, new))
    return [_requantize(total, scale, node, y_zero, new)]


def _convolution(node: ir.Node, x: Any, w: Any, x_zero: Any, w_zero: Any, new: Replacement) -> Any:
    shape = nodes.static_shape(w)
    if shape is None:
        raise Impossible("the shape of its weights is not known")
    if int(np.prod(shape[1:])) > _EXACT:
        raise Impossible(f"more than {_EXACT} products are not exact in float32")
    data = _centred(x, x_zero, new)
    weights = _centred(w, w_zero, new, [-1] + [1] * (len(shape) - 1))
    attributes = {a.name: a.value for a in node.attributes.values()}
    made = new.op("Conv", data, weights, **attributes)
    return new.op("Cast", made, to=int(_T.INT32)), len(shape)


def _conv_integer(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, w = node.inputs[:2]
    total, _ = _convolution(node, x, w, nodes.given(node, 2), nodes.given(node, 3), new)
    return [total]


def _qlinear_conv(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, x_scale, x_zero, w, w_scale, w_zero, y_scale, y_zero = node.inputs[:8]
    total, rank = _convolution(node, x, w, x_zero, w_zero, new)
    channel = [-1] + [1] * (rank - 2)
    bias = nodes.given(node, 8)
    if bias is not None:
        total = new.op("Add", total, new.op("Reshape", bias, new.constant(channel)))
    scale = new.op("Mul", _shaped(x_scale, [1], new), _shaped(w_scale, channel, new))
    scale = new.op("Div", scale, _float(y_scale, new))
    return [_requantize(total, scale, node, y_zero, new)]


def _dynamic(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, rank = node.inputs[0], nodes.rank(node.inputs[0])
    if rank is None:
        raise Impossible("the rank of its input is not known")
    zero, top = new.constant(0, np.float32), new.constant(255, np.float32)
    axes = list(range(rank))
    high = new.op("Max", zero, new.op("ReduceMax", x, axes=axes, keepdims=0))
    low = new.op("Min", zero, new.op("ReduceMin", x, axes=axes, keepdims=0))
    scale = new.op("Div", new.op("Sub", high, low), top)
    start = new.op("Round", new.op("Clip", new.op("Div", new.op("Neg", low), scale), zero, top))
    point = new.op("Cast", new.op("Clip", start, zero, top), to=int(_T.UINT8))
    moved = new.op("Add", new.op("Round", new.op("Div", x, scale)), start)
    return [new.op("Cast", new.op("Clip", moved, zero, top), to=int(_T.UINT8)), scale, point]


# Products and sums of integers: a plugin is exact in engines of any precision and size.
_PRODUCTS = (
    ("MatMulInteger", _matmul_integer),
    ("QLinearMatMul", _qlinear_matmul),
    ("ConvInteger", _conv_integer),
    ("QLinearConv", _qlinear_conv),
)


def _built(node: ir.Node, opset: int) -> bool:
    return any(op.name == node.op_type for op in _core.operators())


RULES = (
    *(Rule(op, _built, plugin, _WHY, early=True) for op, _ in _PRODUCTS),
    *(
        Rule(op, when, rewrite(build, "replaced by its arithmetic"), _WHY, early=True)
        for op, when, build in (
            *((op, always, build) for op, build in _PRODUCTS),
            ("QuantizeLinear", _is_other, _quantize),
            ("DequantizeLinear", _is_other, _dequantize),
            ("DynamicQuantizeLinear", always, _dynamic),
        )
    ),
)
