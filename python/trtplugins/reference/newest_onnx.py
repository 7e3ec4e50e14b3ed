"""An ONNX operator at the opset this library implements, whatever opset its model imports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import onnx
from onnx.reference import ReferenceEvaluator
from onnx.reference.op_run import OpRun

from trtplugins import _core

# Attributes of a plugin's node that say which formal inputs and outputs it has.
PRESENT = ("present_inputs", "present_outputs")

# ONNX wants this one as a vector of one element; other numbers are scalars.
_VECTORS = {("TopK", "K")}


def newest(op: _core.Operator, domain: str) -> type[OpRun]:
    """An `OpRun` for nodes of type `op.name` in `domain` that evaluates ONNX's operator."""

    def _run(self: OpRun, *inputs: Any, **_: Any) -> tuple[Any, ...]:
        return _evaluate(self.onnx_node, op, inputs)

    return type(op.name, (OpRun,), {"op_domain": domain, "_run": _run})


def admissible(op: _core.Operator) -> set[str]:
    """The names of attributes that a node of the plugin may have."""
    schema = onnx.defs.get_schema(op.name, op.since)
    moved = {formal.name for formal in schema.inputs} & {a.name for a in op.attributes}
    return {*schema.attributes, *moved, *PRESENT}


def _evaluate(node: onnx.NodeProto, op: _core.Operator, inputs: Sequence[Any]) -> tuple[Any, ...]:
    schema = onnx.defs.get_schema(op.name, op.since)
    attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    ports = _present([port.name for port in op.inputs], attributes.get("present_inputs"))
    if len(inputs) > len(ports):
        raise _core.Error(f"{op.name}: expected at most {len(ports)} inputs, got {len(inputs)}")
    feeds = {name: value for name, value in zip(ports, inputs) if value is not None}
    feeds.update(_moved(op, schema, attributes))

    standard = onnx.NodeProto(op_type=op.name)
    names = [formal.name for formal in schema.inputs]
    standard.input.extend(name if name in feeds else "" for name in names)
    while standard.input and not standard.input[-1]:
        standard.input.pop()
    used = dict(
        zip(
            _present([port.name for port in op.outputs], attributes.get("present_outputs")),
            node.output,
        )
    )
    standard.output.extend(f"out {p.name}" if used.get(p.name) else "" for p in op.outputs)
    standard.attribute.extend(a for a in node.attribute if a.name in schema.attributes)
    graph = onnx.helper.make_graph(
        [standard],
        op.name,
        [_typed(name, feeds[name]) for name in standard.input if name],
        [onnx.helper.make_empty_tensor_value_info(name) for name in standard.output if name],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", op.since)])
    types = _output_types(op, feeds)
    computed = (name for name in standard.output if name)
    results = iter(
        value.astype(types.get(name.removeprefix("out "), value.dtype), copy=False)
        for name, value in zip(computed, ReferenceEvaluator(model).run(None, feeds))
    )
    return tuple(next(results) if name else None for name in node.output)


def _output_types(op: _core.Operator, feeds: dict[str, np.ndarray[Any, Any]]) -> dict[str, str]:
    """What the plugin makes of inputs of these types: int32 where ONNX has int64, for one.

    Empty where the plugin does not have such types: float64, for one.
    """
    for inputs, outputs in op.rows:
        declared = {port.name: dtype for port, dtype in zip(op.inputs, inputs)}
        if all(
            declared.get(name, value.dtype.name) == value.dtype.name
            for name, value in feeds.items()
        ):
            return {port.name: dtype for port, dtype in zip(op.outputs, outputs)}
    return {}


def _present(formal: list[str], mask: Any) -> list[str]:
    return formal if mask is None else [name for name, p in zip(formal, mask) if p]


def _moved(
    op: _core.Operator, schema: onnx.defs.OpSchema, attributes: dict[str, Any]
) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
    """ONNX's inputs that the plugin has as attributes."""
    names = {formal.name for formal in schema.inputs}
    for attribute in op.attributes:
        value = attributes.get(attribute.name, attribute.default)
        if attribute.name in names and value is not None:
            dtype = np.int64 if attribute.kind.startswith("int") else np.float32
            array = np.asarray(value, dtype)
            yield (
                attribute.name,
                array.reshape(1) if (op.name, attribute.name) in _VECTORS else array,
            )


def _typed(name: str, value: np.ndarray[Any, Any]) -> onnx.ValueInfoProto:
    dtype = onnx.helper.np_dtype_to_tensor_dtype(value.dtype)
    return onnx.helper.make_tensor_value_info(name, dtype, value.shape)
