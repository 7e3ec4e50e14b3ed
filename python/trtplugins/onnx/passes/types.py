"""Element types that TensorRT 8 does not have, carried in those it has.

Which in which, and how exactly: `trtplugins.onnx.carried`.
"""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.carried import CARRIED, NATIVE, STORED, WRAPPED, T, cast, why
from trtplugins.onnx.context import Context, named
from trtplugins.onnx.passes import uint32
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.target import PLUGINS

# Results of these may leave the range of their inputs' type.
_OVERFLOW = {
    *("Abs", "Add", "BitShift", "BitwiseNot", "Cast", "CumProd", "CumSum", "Div", "Mul", "Neg"),
    *("Pow", "ReduceProd", "ReduceSum", "Sub", "Sum"),
}

# A constant of more bytes is converted when it is written.
_LARGE = 1 << 20

_Types = dict[ir.Value, ir.DataType]


def run(model: ir.Model, context: Context) -> None:
    """Carry every tensor of such a type in another."""
    values = _values(model)
    quantized = _quantized(model)
    original = {
        value: value.dtype for value in values if value.dtype is not None and value not in quantized
    }
    _refuse_others(values, original, context)
    if context.report.refusals or not any(dtype in CARRIED for dtype in original.values()):
        return
    for kind, side in (("input", model.graph.inputs), ("output", model.graph.outputs)):
        for value in side:
            dtype = original.get(value)
            if dtype in CARRIED:
                how = f"{dtype.name.lower()} carried in {CARRIED[dtype].name.lower()}"
                context.changed(f"{kind} '{value.name}'", how, why(dtype))
    for node in nodes.every(model):
        _convert(node, original, context)
    for value, dtype in original.items():
        if dtype in CARRIED:
            value.dtype = CARRIED[dtype]
            if value.const_value is not None:
                value.const_value = _converted(value.const_value)
    inner = sum(d in CARRIED and not v.is_graph_input() for v, d in original.items())
    names = sorted({d.name.lower() for d in original.values() if d in CARRIED})
    context.changed(f"{inner} tensors", f"of {', '.join(names)} carried", "TensorRT 8 lacks them")


def _values(model: ir.Model) -> list[ir.Value]:
    seen: dict[ir.Value, None] = {}
    for graph in nodes.graphs(model):
        seen.update(dict.fromkeys(graph.inputs))
        seen.update(dict.fromkeys(graph.initializers.values()))
        for node in graph:
            seen.update(dict.fromkeys(node.outputs))
    return list(seen)


def _quantized(model: ir.Model) -> set[ir.Value]:
    """int8 between QuantizeLinear and DequantizeLinear, which TensorRT has."""
    found: set[ir.Value] = set()
    for node in nodes.every(model):
        if node.domain != "":
            continue
        if node.op_type == "QuantizeLinear" and node.outputs[0].dtype == T.INT8:
            readers = {use.node.op_type for use in node.outputs[0].uses()}
            if readers == {"DequantizeLinear"}:
                found.update({node.outputs[0], *filter(None, node.inputs[2:])})
        if node.op_type == "DequantizeLinear" and node.inputs[0] is not None:
            source = node.inputs[0]
            if source.dtype == T.INT8 and (nodes.is_constant(source) or source in found):
                found.update({source, *filter(None, node.inputs[2:])})
    return found


def _refuse_others(values: list[ir.Value], original: _Types, context: Context) -> None:
    for value in values:
        producer = value.producer()
        what = producer if producer is not None else f"'{value.name}'"
        if isinstance(value.type, (ir.SequenceType, ir.OptionalType, ir.SparseTensorType)):
            context.refuse(what, "TensorRT has tensors only: no sequences, optionals, sparse ones")
            continue
        dtype = original.get(value)
        if dtype in STORED and not nodes.is_constant(value) and not value.is_graph_input():
            if not _moves(producer):
                context.refuse(what, f"nothing here computes in {dtype.name.lower()}")
        elif dtype is not None and dtype not in CARRIED and dtype not in NATIVE:
            context.refuse(what, f"TensorRT 8 has no {dtype.name.lower()}")


def _moves(node: Optional[ir.Node]) -> bool:
    """Whether a node only moves what it is given."""
    moving = ("Identity", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Gather", "Slice")
    return node is not None and node.op_type in moving


def _convert(node: ir.Node, original: _Types, context: Context) -> None:
    made = original.get(node.outputs[0]) if node.outputs else None
    taken = None if nodes.given(node, 0) is None else original.get(node.inputs[0])  # type: ignore[arg-type]
    op = node.op_type.removeprefix("TRTP_") if node.domain == PLUGINS else node.op_type
    if node.domain == "" and made in STORED and op == "Cast":
        context.refuse(node, f"nothing here computes in {made.name.lower()}")
    touched = {original.get(value) for value in (*node.inputs, *node.outputs) if value is not None}
    if T.UINT32 in touched and op not in uint32.EXACT:
        what = named(node)
        how = uint32.restate(node, taken, made) if node.domain == "" else _by_plugin(node)
        if not how:
            context.refuse(node, f"{op} is not exact on uint32 that is carried in int32")
        elif how != "left as it is":
            context.changed(what, how, why(T.UINT32))
            return
    if node.domain != PLUGINS:  # theirs say what is carried
        _retype_attributes(node)
    if made in WRAPPED and op in _OVERFLOW:
        if op == "Cast" and (_clipped(node, made) or _fits(taken, made)):
            return
        _wrap(node, *WRAPPED[made])
        context.changed(node, f"result wrapped around as {made.name.lower()}", why(made))


def _by_plugin(node: ir.Node) -> str:
    """A plugin that is told which integers int32 carries is exact on them."""
    told = nodes.attribute(node, "output_dtype") == T.UINT32
    return "left as it is" if told else ""


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
    if taken not in WRAPPED:
        return False
    bits, signed = WRAPPED[taken]
    to_bits, to_signed = WRAPPED[made]
    return (signed == to_signed and bits <= to_bits) or (
        not signed and to_signed and bits < to_bits
    )


def _retype_attributes(node: ir.Node) -> None:
    for name in ("to", "dtype", "output_dtype"):
        attribute = node.attributes.get(name)
        if attribute is not None and attribute.type == ir.AttributeType.INT:
            dtype = T(attribute.as_int())
            if dtype in CARRIED:
                node.attributes[name] = ir.AttrInt64(name, int(CARRIED[dtype]))
    value = node.attributes.get("value")
    if value is not None and value.type == ir.AttributeType.TENSOR:
        tensor: Any = value.value
        if tensor.dtype in CARRIED:
            node.attributes["value"] = ir.AttrTensor("value", _converted(tensor))


def _converted(tensor: ir.TensorProtocol) -> ir.TensorProtocol:
    to = CARRIED[tensor.dtype]

    def convert() -> ir.TensorProtocol:
        return ir.tensor(cast(tensor.numpy(), to.numpy()), name=tensor.name)

    if tensor.nbytes <= _LARGE:
        return convert()
    return ir.LazyTensor(convert, to, ir.Shape(tensor.shape.numpy()), name=tensor.name)


def _wrap(node: ir.Node, bits: int, signed: bool) -> None:
    """X mod 2^bits, moved to where signed values are."""
    new = Replacement(node)
    half = 1 << (bits - 1)
    value = node.outputs[0]
    shifted = new.op("Add", value, new.constant(half, np.int32)) if signed else value
    wrapped = new.op("Mod", shifted, new.constant(2 * half, np.int32))
    result = new.op("Sub", wrapped, new.constant(half, np.int32)) if signed else wrapped
    new.append_to(value, result)
