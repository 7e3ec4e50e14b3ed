"""Nodes of an opset older than the one TensorRT reads become nodes of that one.

TensorRT reads opsets from 7 on. Rules and further passes need to know one form of an operator only,
and a model of several forms has no opset at all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

import onnx
import onnx.version_converter
import onnx_ir as ir

from trtplugins.onnx import inference, nodes, versions
from trtplugins.onnx.context import Context
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.target import OPSET

_log = logging.getLogger(__name__)


def run(model: ir.Model, context: Context) -> None:
    """Restate every node of ONNX's that is older than TensorRT's opset, by ONNX's own converter."""
    older = [n for n in nodes.every(model) if n.domain == "" and versions.opset(n) < OPSET]
    if len(older) == sum(node.domain == "" for node in nodes.every(model)):
        inference.infer(model)
    else:
        inference.infer_missing(model)
    for node in older:
        if versions.schema(node) is None:
            continue
        if versions.means_the_same(node, OPSET):
            node.version = OPSET
        else:
            _BY_HAND.get(node.op_type, _convert)(node, context)


# What Resize and Upsample did when they could not say so; the converter leaves it out.
_OLD_RESIZE = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}


def _roi_align(node: ir.Node, context: Context) -> None:
    """Say what it did when it could not say so."""
    name = "coordinate_transformation_mode"
    node.attributes[name] = ir.AttrString(name, "output_half_pixel")
    node.version = OPSET


def _prelu(node: ir.Node, context: Context) -> None:
    context.refuse(node, "of an opset before 7, with a slope per channel")


def _flatten(node: ir.Node, context: Context) -> None:
    """Until opset 12 all dimensions from the axis on were one."""
    x, axis = node.inputs[0], nodes.attribute(node, "axis", 1)
    rank = nodes.rank(x)
    if rank is not None and axis % rank == rank - 1:
        node.attributes["axis"] = ir.AttrInt64("axis", -1)
        node.version = OPSET
        return
    new = Replacement(node)
    flat = new.op(node.op_type, new.op("Flatten", x, axis=axis), axis=-1)
    why = f"it was of opset {versions.opset(node)}"
    context.changed(node, "input flattened from its axis on", why)
    new.apply([new.op("Reshape", flat, new.op("Shape", x))])


def _drop_batch(node: ir.Node, context: Context) -> None:
    """A Scan of opset 8 is of one over a batch; the converter takes it for one without."""
    values = list(node.inputs)[1:]
    if node.inputs[0] is not None or any(
        v is None or not v.shape or v.shape[0] != 1 for v in values
    ):
        context.refuse(node, "of opset 8, with sequence_lens or a batch that is not known to be 1")
        return
    new = Replacement(node)
    batch = new.constant([0])
    directions = nodes.attribute(node, "directions")
    made = new.op(
        "Scan",
        *(new.op("Squeeze", value, batch) for value in values),
        outputs=len(node.outputs),
        body=node.attributes["body"],
        num_scan_inputs=nodes.attribute(node, "num_scan_inputs"),
        scan_input_directions=directions,
    )
    made = made if isinstance(made, list) else [made]
    for value, old in zip(made, node.outputs):
        value.type = old.type
    del node.attributes["body"]
    context.changed(node, f"restated in opset {OPSET}, without its batch of 1", "it was of opset 8")
    new.apply([new.op("Unsqueeze", value, batch) for value in made])


def _convert(node: ir.Node, context: Context) -> None:
    old = versions.opset(node)
    try:
        converted = onnx.version_converter.convert_version(_alone(node), OPSET)
        onnx.checker.check_model(converted)
    except (RuntimeError, ValueError, onnx.checker.ValidationError) as error:
        _log.debug("%s: %s", node, error)
        context.refuse(node, f"ONNX's converter does not bring it from opset {old} to {OPSET}")
        return
    new = Replacement(node)
    outputs = _spliced(converted.graph, node, new)
    if old < 11:
        _state_coordinates(new)
    context.changed(node, f"restated in opset {OPSET}", f"it was of opset {old}")
    new.apply(outputs)


# What ONNX's converter does not convert, or only gives another number.
_BY_HAND: dict[str, Callable[[ir.Node, Context], None]] = {
    **dict.fromkeys(("Hardmax", "LogSoftmax", "Softmax"), _flatten),
    "PRelu": _prelu,
    "RoiAlign": _roi_align,
    "Scan": _drop_batch,
}


def _state_coordinates(new: Replacement) -> None:
    """What Upsample and the first Resize do: the converter makes them take half a pixel off."""
    for made in new.nodes:
        if made.op_type == "Resize":
            for name, value in _OLD_RESIZE.items():
                made.attributes[name] = ir.AttrString(name, value)


_OLD_RESIZE = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}


def _alone(node: ir.Node) -> onnx.ModelProto:
    """A model of the node alone: the converter works on models, and of large ones loses parts."""
    proto = onnx.NodeProto(op_type=node.op_type)
    inputs, constants = [], []
    for i, value in enumerate(node.inputs):
        proto.input.append("" if value is None else f"x{i}")
        if value is None:
            continue
        described = inference.type_proto(value)
        if described is None:
            raise ValueError(f"the type of its input '{value.name}' is not known")
        inputs.append(onnx.helper.make_value_info(f"x{i}", described))
        array = nodes.constant(value) if (nodes.size(value) or 0) <= 1024 else None
        if array is not None:
            constants.append(onnx.numpy_helper.from_array(array, f"x{i}"))
    outputs = []
    for i, value in enumerate(node.outputs):
        proto.output.append(f"y{i}" if value.name or nodes.used(value) else "")
        if proto.output[i]:
            described = inference.type_proto(value) or onnx.TypeProto()
            outputs.append(onnx.helper.make_value_info(f"y{i}", described))
    proto.attribute.extend(ir.to_proto(a) for a in node.attributes.values())
    graph = onnx.helper.make_graph([proto], "node", inputs, outputs, constants)
    opsets = [onnx.helper.make_opsetid("", versions.opset(node))]
    return onnx.helper.make_model(graph, opset_imports=opsets, ir_version=8)


def _spliced(graph: onnx.GraphProto, node: ir.Node, new: Replacement) -> Sequence[ir.Value]:
    """The converter's nodes, on the values of the graph."""
    values: dict[str, Any] = {f"x{i}": value for i, value in enumerate(node.inputs)}
    for tensor in graph.initializer:
        if tensor.name not in values:
            values[tensor.name] = new.constant(onnx.numpy_helper.to_array(tensor))
    for proto in graph.node:
        attributes: dict[str, Any] = {a.name: ir.from_proto(a) for a in proto.attribute}
        if proto.op_type == "Resize" and versions.opset(node) < 11:
            attributes.update(_OLD_RESIZE)
        inputs = [values[name] if name else None for name in proto.input]
        made = new.op(proto.op_type, *inputs, outputs=len(proto.output), **attributes)
        values.update(zip(proto.output, made if isinstance(made, list) else [made]))
    return [values.get(f"y{i}", value) for i, value in enumerate(node.outputs)]
