"""Operators on uint32 that is carried in int32 by its bits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.carried import T
from trtplugins.onnx.replacement import Replacement

# The same on the bits of uint32 as on those of int32: arithmetic modulo 2^32, and moving things.
EXACT = {
    *("Add", "Sub", "Mul", "Sum", "ReduceSum", "CumSum", "MatMulInteger", "Equal"),
    *("BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitwiseNot", "BitCast"),
    *("Identity", "Constant", "ConstantOfShape", "Shape", "Size", "If", "Loop", "Scan"),
    *("Concat", "Split", "Slice", "Pad", "Tile", "Expand", "Reshape", "Flatten", "Transpose"),
    *("Squeeze", "Unsqueeze", "DepthToSpace", "SpaceToDepth", "ReverseSequence", "Trilu"),
    *("Gather", "GatherElements", "GatherND", "Where", "Compress", "OneHot", "TensorScatter"),
    *("ScatterND", "ScatterElements", "CenterCropPad"),
}

_LOWEST = np.iinfo(np.int32).min


def restate(node: ir.Node, taken: Optional[ir.DataType], made: Optional[ir.DataType]) -> str:
    """Make a node, whose inputs are carried from now on, exact on the bits.

    Args:
        node: one that is not among `EXACT`.
        taken: the element type of its first input.
        made: of its first output.

    Returns:
        What was done, in words; empty if there is no way.
    """
    if node.op_type in ("ScatterND", "ScatterElements"):
        reduction = nodes.attribute(node, "reduction", "none")
        return "" if reduction in ("max", "min", "mul") else "left as it is"
    build = _BUILDS.get(node.op_type)
    if build is None or (node.op_type == "Mod" and nodes.attribute(node, "fmod", 0)):
        return ""
    if node.op_type == "Cast" and made != T.UINT32 and made not in (T.FLOAT, T.DOUBLE, T.FLOAT16):
        return "left as it is"
    if node.op_type == "Cast" and taken not in (T.FLOAT, T.DOUBLE, T.FLOAT16, T.UINT32):
        return "left as it is"
    new = Replacement(node)
    result = build(node, new)
    if result is not None:
        result.type, result.shape = node.outputs[0].type, node.outputs[0].shape
        new.apply([result])
    return "computed on the bits"


def _flipped(x: Any, new: Replacement) -> Any:
    """In the order of unsigned numbers; twice is the number itself."""
    return new.op("Add", x, new.constant(_LOWEST, np.int32))


def _compare(node: ir.Node, new: Replacement) -> ir.Value:
    result: ir.Value = new.op(node.op_type, *(_flipped(x, new) for x in node.inputs))
    return result


def _extreme(node: ir.Node, new: Replacement) -> ir.Value:
    attributes = {a.name: a.value for a in node.attributes.values()}
    first, *others = node.inputs
    moved = [_flipped(first, new)]
    moved += others if node.op_type.startswith("Reduce") else [_flipped(x, new) for x in others]
    result: ir.Value = _flipped(new.op(node.op_type, *moved, **attributes), new)
    return result


def _place(node: ir.Node, new: Replacement) -> ir.Value:
    attributes = {a.name: a.value for a in node.attributes.values()}
    result: ir.Value = new.op(node.op_type, _flipped(node.inputs[0], new), **attributes)
    return result


def _divided(node: ir.Node, new: Replacement) -> tuple[Any, Any]:
    """Quotient and remainder.

    Half of x is divided with the sign out of the way: twice the quotient is right or one too small.
    A divisor of 2^31 or more goes into x at most once.
    """
    x, d = node.inputs
    zero, one, two = (new.constant(v, np.int32) for v in (0, 1, 2))
    low = new.op("Mod", x, two)
    halved = new.op("Div", new.op("Sub", x, low), two)
    top = new.constant(-_LOWEST >> 1, np.int32)  # 2^30, twice: 2^31 is none of int32
    positive = new.op("Add", new.op("Add", halved, top), top)
    half = new.op("Where", new.op("Less", x, zero), positive, halved)
    large = new.op("Less", d, zero)
    divisor = new.op("Where", large, one, d)
    guess = new.op("Mul", new.op("Div", half, divisor), two)
    rest = new.op("Sub", x, new.op("Mul", guess, divisor))
    more = new.op("GreaterOrEqual", _flipped(rest, new), _flipped(divisor, new))
    quotient = new.op("Add", guess, new.op("Cast", more, to=int(T.INT32)))
    goes_in = new.op("GreaterOrEqual", _flipped(x, new), _flipped(d, new))
    quotient = new.op("Where", large, new.op("Cast", goes_in, to=int(T.INT32)), quotient)
    return quotient, new.op("Sub", x, new.op("Mul", quotient, d))


def _cast(node: ir.Node, new: Replacement) -> ir.Value:
    x, to = node.inputs[0], nodes.attribute(node, "to")
    assert x is not None
    if to == T.UINT32:
        return _from_float(x, new)
    # The upper and the lower half are exact in float32; only their sum is rounded.
    half = new.constant(1 << 16, np.int32)
    low = new.op("Mod", x, half)
    high = new.op("Mod", new.op("Div", new.op("Sub", x, low), half), half)
    real = new.op(
        "Add",
        new.op("Mul", new.op("Cast", high, to=int(T.FLOAT)), new.constant(1 << 16, np.float32)),
        new.op("Cast", low, to=int(T.FLOAT)),
    )
    carried = T.FLOAT if to == T.DOUBLE else T(to)
    result: ir.Value = new.op("Cast", real, to=int(carried))
    return result


def _from_float(x: ir.Value, new: Replacement) -> ir.Value:
    real = new.op("Cast", x, to=int(T.FLOAT))
    border = new.constant(1 << 31, np.float32)
    over = new.op("GreaterOrEqual", real, border)
    kept = new.op("Where", over, new.op("Sub", real, border), real)
    bits = new.op("Cast", kept, to=int(T.INT32))
    moved = new.op("Add", bits, new.constant(_LOWEST, np.int32))
    result: ir.Value = new.op("Where", over, moved, bits)
    return result


_BUILDS: dict[str, Callable[[ir.Node, Replacement], ir.Value]] = {
    **dict.fromkeys(("Less", "LessOrEqual", "Greater", "GreaterOrEqual"), _compare),
    **dict.fromkeys(("Max", "Min", "ReduceMax", "ReduceMin"), _extreme),
    **dict.fromkeys(("ArgMax", "ArgMin"), _place),
    "Cast": _cast,
    "Div": lambda node, new: _divided(node, new)[0],
    "Mod": lambda node, new: _divided(node, new)[1],
}
