"""Types and shapes: of a whole model where it is of one opset, and of single nodes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Optional

import numpy as np
import onnx
import onnx.reference
import onnx_ir as ir
from onnx_ir.passes.common import ShapeInferencePass

from trtplugins.onnx import nodes, versions

# Constants of at most this many elements are shown to ONNX: shapes, axes, sizes.
_SHOWN = 1024


def infer(model: ir.Model) -> None:
    """ONNX's shape inference over a model of one opset, and ranks that ONNX leaves open.

    Without its propagation of data: of Range and Tile that makes as much data as a model says, and
    the process ends there. Folding follows shapes through the graph instead.
    """
    for node in ir.traversal.RecursiveGraphIterator(model.graph):
        model.opset_imports.setdefault(node.domain, 1)
    for _ in range(3):
        with _quiet():
            ShapeInferencePass(check_type=False, strict_mode=False, data_prop=False)(model)
        if sum(_complete(node) for node in nodes.every(model)) == 0:
            return


@contextmanager
def _quiet() -> Iterator[None]:
    """Where a node contradicts itself, the pass logs a traceback; TensorRT has the word on that."""
    logger = logging.getLogger(ShapeInferencePass.__module__)
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def infer_missing(model: ir.Model) -> None:
    """Node by node, each at its own opset, where a type or shape is not known."""
    _infer_missing(model.graph)


def _infer_missing(graph: ir.Graph) -> None:
    for node in graph:
        known = _CONTROL.get(node.op_type) if node.domain == "" else None
        for inner in nodes.subgraphs(node):
            if known is not None:
                known.enter(node, inner)
            _infer_missing(inner)
        if any(value.type is None or value.shape is None for value in node.outputs):
            if known is None:
                infer_node(node)
            else:
                known.leave(node)


class _If:
    @staticmethod
    def enter(node: ir.Node, body: ir.Graph) -> None:
        """A branch has no inputs."""

    @staticmethod
    def leave(node: ir.Node) -> None:
        branches = [list(graph.outputs) for graph in nodes.subgraphs(node)]
        for value, *made in zip(node.outputs, *branches):
            value.type = value.type or next((m.type for m in made if m.type is not None), None)
            shapes = [m.shape for m in made if m.shape is not None]
            if value.shape is None and len(shapes) == len(made) and len(set(map(len, shapes))) == 1:
                same = [dims[0] if len(set(dims)) == 1 else None for dims in zip(*shapes)]
                value.shape = ir.Shape(same)


class _Loop:
    @staticmethod
    def enter(node: ir.Node, body: ir.Graph) -> None:
        count, condition = [*body.inputs[:2]]
        count.type = count.type or ir.TensorType(ir.DataType.INT64)
        condition.type = condition.type or ir.TensorType(ir.DataType.BOOL)
        for value in (count, condition):
            value.shape = value.shape if value.shape is not None else ir.Shape([])
        for outer, inner in zip(node.inputs[2:], body.inputs[2:]):
            if outer is not None and inner.type is None:
                inner.type = outer.type  # the shape may change from round to round

    @staticmethod
    def leave(node: ir.Node) -> None:
        (body,) = nodes.subgraphs(node)
        carried = len(body.inputs) - 2
        for i, (value, made) in enumerate(zip(node.outputs, body.outputs[1:])):
            value.type = value.type or made.type
            if value.shape is None and made.shape is not None and i >= carried:
                value.shape = ir.Shape([None, *made.shape])


class _Scan:
    @staticmethod
    def enter(node: ir.Node, body: ir.Graph) -> None:
        scanned = nodes.attribute(node, "num_scan_inputs", 0)
        states = len(node.inputs) - scanned
        axes = nodes.attribute(node, "scan_input_axes") or [0] * scanned
        for i, (outer, inner) in enumerate(zip(node.inputs, body.inputs)):
            if outer is None:
                continue
            inner.type = inner.type or outer.type
            if inner.shape is None and outer.shape is not None:
                dims = list(outer.shape)
                if i >= states:
                    del dims[axes[i - states]]
                inner.shape = ir.Shape(dims)

    @staticmethod
    def leave(node: ir.Node) -> None:
        (body,) = nodes.subgraphs(node)
        states = len(node.inputs) - nodes.attribute(node, "num_scan_inputs", 0)
        axes = nodes.attribute(node, "scan_output_axes") or [0] * len(node.outputs)
        for i, (value, made) in enumerate(zip(node.outputs, body.outputs)):
            value.type = value.type or made.type
            if value.shape is None and made.shape is not None:
                dims = list(made.shape)
                if i >= states:
                    dims.insert(axes[i - states] % (len(dims) + 1), ir.SymbolicDim(None))
                value.shape = ir.Shape(dims)


_CONTROL: dict[str, Any] = {"If": _If, "Loop": _Loop, "Scan": _Scan}


def infer_node(node: ir.Node) -> None:
    """Types and shapes of a node's outputs where nothing is known of them yet."""
    schema = versions.schema(node)
    if schema is None or any(a.type == ir.AttributeType.GRAPH for a in node.attributes.values()):
        return
    types: dict[str, onnx.TypeProto] = {}
    data: dict[str, onnx.TensorProto] = {}
    proto = onnx.NodeProto(op_type=node.op_type, domain=node.domain)
    for i, value in enumerate(node.inputs):
        name = f"x{i}" if value is not None else ""
        proto.input.append(name)
        if value is None:
            continue
        described = type_proto(value)
        if described is None:
            return
        types[name] = described
        array = nodes.constant(value) if (nodes.size(value) or 0) <= _SHOWN else None
        if array is not None and array.dtype.kind in "biuf":
            data[name] = onnx.numpy_helper.from_array(array, name)
    proto.output.extend(f"y{i}" for i in range(len(node.outputs)))
    proto.attribute.extend(ir.to_proto(a) for a in node.attributes.values())
    opsets = [onnx.helper.make_opsetid(node.domain, versions.opset(node))]
    try:
        found = onnx.shape_inference.infer_node_outputs(
            schema, proto, types, data, opset_imports=opsets, ir_version=onnx.IR_VERSION
        )
    except (onnx.shape_inference.InferenceError, onnx.checker.ValidationError):
        return
    for name, value in zip(proto.output, node.outputs):
        if name in found:
            _describe(value, found[name])
    _complete(node)


def type_proto(value: Optional[ir.Value]) -> Optional[onnx.TypeProto]:
    """What is known of a tensor, in ONNX's terms; None if nothing is."""
    if value is None or value.dtype is None:
        return None
    proto = onnx.TypeProto()
    proto.tensor_type.elem_type = int(value.dtype)
    if value.shape is not None:
        proto.tensor_type.shape.SetInParent()
        for dim in value.shape:
            added = proto.tensor_type.shape.dim.add()
            if isinstance(dim, int):
                added.dim_value = dim
            elif dim.value is not None:
                added.dim_param = dim.value
    return proto


def _describe(value: ir.Value, proto: onnx.TypeProto) -> None:
    if value.type is None:
        value.type = ir.serde.deserialize_type_proto_for_type(proto)
    if value.shape is None:
        value.shape = ir.serde.deserialize_type_proto_for_shape(proto)


def _complete(node: ir.Node) -> bool:
    """A rank that follows from the length of an input, where the values of that are not known."""
    if node.domain != "" or not node.outputs or node.outputs[0].shape is not None:
        return False
    known = _RANKS.get(node.op_type, lambda _: None)(node)
    if known is None:
        return False
    node.outputs[0].shape = ir.Shape([None] * known)
    return True


def _length(node: ir.Node, index: int) -> Optional[int]:
    shape = nodes.static_shape(nodes.given(node, index))
    return shape[0] if shape is not None and len(shape) == 1 else None


def _of_expand(node: ir.Node) -> Optional[int]:
    own, wanted = nodes.rank(nodes.given(node, 0)), _length(node, 1)
    return None if own is None or wanted is None else max(own, wanted)


_RANKS: dict[str, Any] = {
    "ConstantOfShape": lambda node: _length(node, 0),
    "Expand": _of_expand,
    "Reshape": lambda node: _length(node, 1),
}


def evaluate(node: ir.Node) -> Optional[list[np.ndarray[Any, Any]]]:
    """What a node makes of inputs that are all constants, by ONNX's reference; None if it fails."""
    arrays = [nodes.constant(value) for value in node.inputs]
    proto = onnx.NodeProto(op_type=node.op_type, domain=node.domain)
    feeds = {f"x{i}": array for i, array in enumerate(arrays) if array is not None}
    proto.input.extend(f"x{i}" if f"x{i}" in feeds else "" for i in range(len(arrays)))
    proto.output.extend(f"y{i}" for i in range(len(node.outputs)))
    proto.attribute.extend(ir.to_proto(a) for a in node.attributes.values())
    dtypes = {
        name: onnx.helper.np_dtype_to_tensor_dtype(array.dtype) for name, array in feeds.items()
    }
    graph = onnx.helper.make_graph(
        [proto],
        "constant",
        [
            onnx.helper.make_tensor_value_info(name, dtypes[name], array.shape)
            for name, array in feeds.items()
        ],
        [onnx.helper.make_empty_tensor_value_info(name) for name in proto.output],
    )
    opsets = [onnx.helper.make_opsetid(node.domain, versions.opset(node))]
    model = onnx.helper.make_model(graph, opset_imports=opsets)
    try:
        with np.errstate(all="ignore"):
            results = onnx.reference.ReferenceEvaluator(model).run(None, feeds)
    except Exception:  # of whatever kind: what is not computed now is left to TensorRT, or refused
        return None
    if not all(isinstance(r, (np.ndarray, np.generic)) for r in results):
        return None
    return [np.asarray(r) for r in results]
