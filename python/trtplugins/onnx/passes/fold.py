"""What does not depend on inputs is computed now; types and shapes are inferred."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from typing import Any, Optional

import numpy as np
import onnx_ir as ir
from onnxscript import optimizer

from trtplugins.onnx import inference, nodes, versions
from trtplugins.onnx.context import Context
from trtplugins.onnx.passes import unused
from trtplugins.onnx.replacement import Replacement

_log = logging.getLogger(__name__)

# Folding must not make a model grow: a result may have this many bytes, or as many as its inputs.
LIMIT = 16 << 20

_RANDOM = {
    *("Bernoulli", "Dropout", "Multinomial"),
    *("RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike"),
}
# Left to TensorRT: a QuantizeLinear that is folded takes the network's quantisation with it.
_KEPT = {"QuantizeLinear", "DequantizeLinear", "Constant"}


def run(model: ir.Model, context: Context) -> None:
    """Infer types and shapes, and compute what can be computed, until nothing more is known.

    A model of several opsets, as it is in between, is folded node by node only.
    """
    before = _count(model)
    versions_here = {versions.opset(node) for node in nodes.every(model) if node.domain == ""}
    if len(versions_here) > 1:
        constants(model)
    else:
        model.opset_imports[""] = next(iter(versions_here), model.opset_imports.get("", 1))
        inference.infer(model)
        _optimize(model)
        versions.stamp(model)
        if constants(model):
            inference.infer(model)
    unused.remove(model)
    folded = before - _count(model)
    if folded > 0:
        context.changed(f"{folded} nodes", "computed now", "their inputs are constants")


def _optimize(model: ir.Model) -> None:
    try:
        optimizer.fold_constants(
            model,
            onnx_shape_inference=True,
            should_fold=_should_fold,
            input_size_limit=LIMIT,
            output_size_limit=LIMIT,
        )
    except RuntimeError as error:
        # A node that contradicts itself (an index beyond a shape): what is known so far stays.
        _log.debug("folding ended early: %s", error.__cause__ or error)


def constants(model: ir.Model) -> bool:
    """Fold node by node, each at its own opset; whether there was anything to fold."""
    folded = False
    while sum(_fold(node) for node in nodes.every(model)):
        folded = True
    return folded


def _should_fold(node: ir.Node) -> Optional[bool]:
    fits = node.domain == "" and len(node.outputs) == 1 and not _is_kept(node)
    return None if fits and _bounded(node) else False


def _is_kept(node: ir.Node) -> bool:
    """The Cast to bool that an output which is a constant needs."""
    to_bool = node.op_type == "Cast" and nodes.attribute(node, "to") == ir.DataType.BOOL
    return to_bool and node.outputs[0].is_graph_output()


def _bounded(node: ir.Node) -> bool:
    """Whether results are known, before they are made, to be small or no larger than the inputs."""
    taken = sum(_bytes(value) or 0 for value in node.inputs if value is not None)
    made = [_bytes(value) for value in node.outputs]
    if None in made:
        inference.infer_node(node)
        made = [_bytes(value) for value in node.outputs]
    if node.op_type == "Range":
        made = [_bytes_of_range(node)]
    if None in made:
        return node.op_type in _NO_LARGER and taken <= LIMIT
    return sum(size or 0 for size in made) <= max(LIMIT, taken) and taken <= 4 * LIMIT


# Operators whose result depends on values, and yet has at most as many elements as the inputs.
_NO_LARGER = {"Compress", "NonZero", "Unique"}


def _bytes_of_range(node: ir.Node) -> Optional[int]:
    start, limit, delta = (nodes.constant(value) for value in node.inputs)
    if start is None or limit is None or delta is None or delta.size != 1 or not delta.any():
        return None
    count: float = (float(limit.max()) - float(start.min())) / float(delta.reshape(()))
    if not math.isfinite(count):
        return None
    return (max(0, math.ceil(count)) + 1) * int(start.dtype.itemsize)


def _bytes(value: ir.Value) -> Optional[int]:
    tensor = ir.convenience.get_const_tensor(value)
    if tensor is not None:
        return int(tensor.nbytes)
    size = nodes.size(value)
    return None if size is None else math.ceil(size * (value.dtype.itemsize if value.dtype else 8))


def _count(model: ir.Model) -> int:
    return sum(node.op_type != "Constant" for node in nodes.every(model))


def _fold(node: ir.Node) -> bool:
    if node.graph is None or node.domain != "" or node.op_type in _RANDOM | _KEPT:
        return False
    if node.op_type == "If":
        return _taken_branch(node)
    if not node.outputs or any(True for _ in nodes.subgraphs(node)) or _is_kept(node):
        return False
    known = _KNOWN.get(node.op_type, _computed)(node)
    if known is None:
        return False
    for old, array in zip(list(node.outputs), known):
        tensor = ir.tensor(array)
        constant = ir.node("Constant", [], {"value": tensor}, version=versions.opset(node))
        new = constant.outputs[0]
        new.name, new.type = old.name, ir.TensorType(tensor.dtype)
        new.shape, new.const_value = ir.Shape(array.shape), tensor
        node.graph.insert_before(node, constant)
        ir.convenience.replace_all_uses_with(old, new, replace_graph_outputs=True)
        old.name = None
    node.graph.remove(node, safe=True)
    return True


def _taken_branch(node: ir.Node) -> bool:
    """Put the branch that a known condition takes in the place of an If."""
    condition, graph = nodes.constant(node.inputs[0]), node.graph
    if condition is None or graph is None:
        return False
    name = "then_branch" if condition.reshape(()).item() else "else_branch"
    branch = node.attributes[name].as_graph()
    new = Replacement(node)
    for value in list(branch.initializers.values()):
        value.replace_all_uses_with(new.constant(nodes.constant(value)), replace_graph_outputs=True)
    inner, outputs = list(branch), list(branch.outputs)
    branch.outputs.clear()
    branch.remove(inner)
    new.adopt(inner)
    new.apply(outputs)
    return True


def _computed(node: ir.Node) -> Optional[list[np.ndarray[Any, Any]]]:
    """The results, by ONNX's reference, if all inputs are constants."""
    tensors = [v if v is None else ir.convenience.get_const_tensor(v) for v in node.inputs]
    if any(t is None and v is not None for t, v in zip(tensors, node.inputs)):
        return None
    return inference.evaluate(node) if _bounded(node) else None


def _shape(node: ir.Node) -> Optional[list[np.ndarray[Any, Any]]]:
    value = nodes.given(node, 0)
    if value is None or value.shape is None:
        return None
    start, end = nodes.attribute(node, "start", 0), nodes.attribute(node, "end")
    wanted = list(value.shape)[start:end]
    known = [dim for dim in wanted if isinstance(dim, int)]
    return [np.array(known, np.int64)] if len(known) == len(wanted) else None


def _size(node: ir.Node) -> Optional[list[np.ndarray[Any, Any]]]:
    size = nodes.size(nodes.given(node, 0))
    return None if size is None else [np.asarray(size, np.int64)]


_KNOWN: dict[str, Callable[[ir.Node], Optional[list[np.ndarray[Any, Any]]]]] = {
    "Shape": _shape,
    "Size": _size,
}
