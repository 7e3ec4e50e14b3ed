"""Element types that TensorRT 8 does not have, carried in those it has.

float64 is computed in float32, which is said in the report. int8, int16, uint8 and uint16 are
carried in int32, where every value of theirs fits; where a result may leave their range it is
wrapped around as theirs would be. uint32 is carried in int32 by its bits, for operators that are
the same on them.
int64 stays: TensorRT itself computes it in int32.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Optional

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.context import Context
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.target import PLUGINS

_T = ir.DataType

CARRIED = {
    _T.DOUBLE: _T.FLOAT,
    _T.BFLOAT16: _T.FLOAT,
    _T.INT8: _T.INT32,
    _T.UINT8: _T.INT32,
    _T.INT16: _T.INT32,
    _T.UINT16: _T.INT32,
    _T.UINT32: _T.INT32,
}
# Bits and whether signed, of types that wrap around within int32.
_WRAPPED = {_T.INT8: (8, True), _T.UINT8: (8, False), _T.INT16: (16, True), _T.UINT16: (16, False)}

_WHY = {
    _T.DOUBLE: "TensorRT has no float64: computed in float32, with its precision",
    _T.BFLOAT16: "TensorRT 8 has no bfloat16",
}

# Results of these may leave the range of their inputs' type.
_OVERFLOW = {
    "Add",
    "Sub",
    "Mul",
    "Neg",
    "Abs",
    "Sum",
    "Pow",
    "Div",
    "BitShift",
    "BitwiseNot",
    "Cast",
}
# The same on the bits of uint32 as on those of int32.
_BITWISE = {
    *("Add", "Sub", "Mul", "Sum", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitwiseNot", "Equal"),
    *(
        "Identity",
        "Concat",
        "Gather",
        "GatherElements",
        "GatherND",
        "Reshape",
        "Transpose",
        "Slice",
    ),
    *(
        "Squeeze",
        "Unsqueeze",
        "Expand",
        "Tile",
        "Split",
        "Where",
        "Flatten",
        "Shape",
        "Size",
        "Constant",
    ),
    *("ScatterND", "ScatterElements", "Compress", "Pad", "DepthToSpace", "SpaceToDepth", "BitCast"),
    *(
        "Trilu",
        "ReverseSequence",
        "If",
        "Loop",
        "Scan",
        "ConstantOfShape",
        "Unique",
        "TensorScatter",
    ),
}
# Order is kept when the sign bit is flipped.
_ORDERED = {"Less", "LessOrEqual", "Greater", "GreaterOrEqual", "Max", "Min"}


def run(model: ir.Model, context: Context) -> None:
    """Carry every tensor of such a type in another, and say so of inputs and outputs."""
    _refuse_others(model, context)
    quantized = _quantized(model)
    values = [value for value in _values(model) if value not in quantized]
    original = {value: value.dtype for value in values if value.dtype is not None}
    if not any(dtype in CARRIED for dtype in original.values()):
        return
    for kind, side in (("input", model.graph.inputs), ("output", model.graph.outputs)):
        for value in side:
            old = original.get(value)
            if old in CARRIED:
                new = CARRIED[old]
                context.carried(kind, str(value.name), old, new, _why(old))
    for node in list(ir.traversal.RecursiveGraphIterator(model.graph)):
        _convert(node, original, context, model)
    for value, dtype in original.items():
        if dtype in CARRIED:
            value.dtype = CARRIED[dtype]
            if value.const_value is not None:
                value.const_value = _converted(value.const_value, dtype)


def _why(dtype: ir.DataType) -> str:
    return _WHY.get(dtype, f"TensorRT 8 has no {dtype.name.lower()} outside quantised layers")


def _values(model: ir.Model) -> Iterable[ir.Value]:
    seen: dict[ir.Value, None] = {}
    graphs = [model.graph]
    for node in ir.traversal.RecursiveGraphIterator(model.graph):
        seen.update(dict.fromkeys(node.outputs))
        for attribute in node.attributes.values():
            if attribute.type == ir.AttributeType.GRAPH:
                graphs.append(attribute.as_graph())
    for graph in graphs:
        seen.update(dict.fromkeys(graph.inputs))
        seen.update(dict.fromkeys(graph.initializers.values()))
    return seen


def _quantized(model: ir.Model) -> set[ir.Value]:
    """int8 between QuantizeLinear and DequantizeLinear, which TensorRT has."""
    found: set[ir.Value] = set()
    for node in ir.traversal.RecursiveGraphIterator(model.graph):
        if node.op_type == "QuantizeLinear" and node.outputs[0].dtype == _T.INT8:
            readers = {use.node.op_type for use in node.outputs[0].uses()}
            if readers == {"DequantizeLinear"}:
                found.update({node.outputs[0], *filter(None, node.inputs[2:])})
        if node.op_type == "DequantizeLinear" and node.inputs[0] is not None:
            source = node.inputs[0]
            if source.dtype == _T.INT8 and (source.is_initializer() or source in found):
                found.update({source, *filter(None, node.inputs[2:])})
    return found


def _refuse_others(model: ir.Model, context: Context) -> None:
    kept = {*CARRIED, _T.FLOAT, _T.FLOAT16, _T.INT32, _T.INT64, _T.BOOL, _T.UNDEFINED}
    for value in _values(model):
        if isinstance(value.type, (ir.SequenceType, ir.OptionalType)):
            context.refuse(f"'{value.name}'", "TensorRT has neither sequences nor optionals")
        elif value.dtype is not None and value.dtype not in kept:
            producer = value.producer()
            context.refuse(
                producer if producer is not None else f"'{value.name}'",
                f"TensorRT 8 has no {value.dtype.name.lower()}",
            )


def _convert(
    node: ir.Node, original: dict[ir.Value, ir.DataType], context: Context, model: ir.Model
) -> None:
    made = original.get(node.outputs[0]) if node.outputs else None
    taken = original.get(node.inputs[0]) if node.inputs and node.inputs[0] is not None else None
    if _T.UINT32 in (made, taken) and node.op_type not in _BITWISE:
        if node.op_type in _ORDERED:
            _ordered(node, made == _T.UINT32)
            context.changed(node, "sign bits flipped around it", _why(_T.UINT32))
        elif not (node.op_type == "Cast" and made == _T.UINT32):
            context.refuse(node, "not exact on uint32 carried in int32")
        return
    if node.domain != PLUGINS:  # theirs say what is carried
        _retype_attributes(node)
    if made in _WRAPPED and node.op_type in _OVERFLOW:
        if node.op_type == "Cast" and (_clipped(node, made) or _fits(taken, made)):
            return
        _wrap(node, *_WRAPPED[made])
        context.changed(node, f"result wrapped around as {made.name.lower()}", _why(made))


def _clipped(node: ir.Node, made: ir.DataType) -> bool:
    """Whether the values are within the type's limits already."""
    producer = node.inputs[0].producer() if node.inputs[0] is not None else None
    if producer is None or producer.op_type != "Clip" or len(producer.inputs) < 3:
        return False
    low, high = (nodes.constant(value) for value in producer.inputs[1:3])
    limits = np.iinfo(made.numpy())
    if low is None or high is None:
        return False
    return bool(low >= limits.min and high <= limits.max)


def _fits(taken: Optional[ir.DataType], made: ir.DataType) -> bool:
    if taken not in _WRAPPED:
        return False
    bits, signed = _WRAPPED[taken]
    to_bits, to_signed = _WRAPPED[made]
    return (signed == to_signed and bits <= to_bits) or (
        not signed and to_signed and bits < to_bits
    )


def _retype_attributes(node: ir.Node) -> None:
    for name in ("to", "dtype", "output_dtype"):
        attribute = node.attributes.get(name)
        if attribute is not None and attribute.type == ir.AttributeType.INT:
            dtype = ir.DataType(attribute.as_int())
            if dtype in CARRIED:
                node.attributes[name] = ir.AttrInt64(name, int(CARRIED[dtype]))
    value = node.attributes.get("value")
    if value is not None and value.type == ir.AttributeType.TENSOR:
        tensor: Any = value.value
        if tensor.dtype in CARRIED:
            node.attributes["value"] = ir.AttrTensor("value", _converted(tensor, tensor.dtype))


def _converted(tensor: ir.TensorProtocol, dtype: ir.DataType) -> ir.TensorProtocol:
    array = np.asarray(tensor.numpy())
    to = CARRIED[dtype].numpy()
    carried = array.view(np.int32) if dtype == _T.UINT32 else array.astype(to)
    return ir.tensor(carried, name=tensor.name)


def _wrap(node: ir.Node, bits: int, signed: bool) -> None:
    """X mod 2^bits, moved to where signed values are."""
    new = Replacement(node)
    half = 1 << (bits - 1)
    value = node.outputs[0]
    shifted = new.op("Add", value, new.constant(half, np.int32)) if signed else value
    wrapped = new.op("Mod", shifted, new.constant(2 * half, np.int32))
    result = new.op("Sub", wrapped, new.constant(half, np.int32)) if signed else wrapped
    new.append_to(value, result)


def _ordered(node: ir.Node, same: bool) -> None:
    flip = Replacement(node)
    lowest = flip.constant(np.iinfo(np.int32).min, np.int32)
    for i, value in enumerate(node.inputs):
        node.replace_input_with(i, flip.op("Add", value, lowest))
    flip.insert_before()
    if same:
        back = Replacement(node)
        back.append_to(
            node.outputs[0],
            back.op("Add", node.outputs[0], back.constant(np.iinfo(np.int32).min, np.int32)),
        )
