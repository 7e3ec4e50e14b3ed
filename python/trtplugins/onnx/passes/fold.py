"""What does not depend on inputs is computed now; types and shapes are inferred."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import onnx
import onnx_ir as ir
from onnx.reference import ReferenceEvaluator
from onnx_ir.passes.common import ShapeInferencePass
from onnxscript import optimizer

from trtplugins.onnx import nodes
from trtplugins.onnx.context import Context
from trtplugins.onnx.target import OPSET, PLUGINS

# Folding must not make a model grow: a result may have this many bytes, or as many as its inputs.
LIMIT = 16 << 20

_RANDOM = {
    "Bernoulli",
    "Dropout",
    "Multinomial",
    "RandomNormal",
    "RandomNormalLike",
    "RandomUniform",
    "RandomUniformLike",
}
# Left to TensorRT: a QuantizeLinear that is folded takes the network's quantisation with it.
_KEPT = {"QuantizeLinear", "DequantizeLinear", "Constant"}


def run(model: ir.Model, context: Context) -> None:
    """Infer shapes and fold until nothing more is known."""
    before = _count(model)
    infer(model)
    optimizer.optimize_ir(
        model,
        num_iterations=2,
        onnx_shape_inference=False,
        input_size_limit=LIMIT,
        output_size_limit=LIMIT,
        should_fold=lambda node: None if node.domain in ("", "ai.onnx") else False,
        inline=False,
    )
    while sum(_fold(node, model) for node in list(_all(model))):
        infer(model)
    infer(model)
    folded = before - _count(model)
    if folded > 0:
        context.changed(f"{folded} nodes", "computed now", "their inputs are constants")


def infer(model: ir.Model) -> None:
    """ONNX's shape inference, as far as it goes."""
    model.opset_imports.setdefault(PLUGINS, 1)  # the optimizer drops what nothing uses yet
    model.opset_imports.setdefault("", OPSET)
    ShapeInferencePass(check_type=False, strict_mode=False, data_prop=True)(model)


def _all(model: ir.Model) -> Any:
    return ir.traversal.RecursiveGraphIterator(model.graph)


def _count(model: ir.Model) -> int:
    return sum(node.op_type != "Constant" for node in _all(model))


def _fold(node: ir.Node, model: ir.Model) -> bool:
    """What the optimizer leaves: operators that only ONNX's reference evaluates."""
    if node.domain not in ("", "ai.onnx") or node.op_type in _RANDOM | _KEPT:
        return False
    if node.graph is None or any(
        a.type == ir.AttributeType.GRAPH for a in node.attributes.values()
    ):
        return False
    arrays = [nodes.constant(value) for value in node.inputs]
    if any(a is None and v is not None for a, v in zip(arrays, node.inputs)) or not node.outputs:
        return False
    results = _evaluate(node, arrays, model.opset_imports.get("", 1))
    if results is None or sum(r.nbytes for r in results) > max(
        LIMIT, sum(a.nbytes for a in arrays if a is not None)
    ):
        return False
    for old, array in zip(list(node.outputs), results):
        constant = ir.node("Constant", [], {"value": ir.tensor(array)})
        new = constant.outputs[0]
        new.name, new.type, new.shape = old.name, ir.TensorType(ir.tensor(array).dtype), None
        new.shape = ir.Shape(array.shape)
        new.const_value = ir.tensor(array, name=old.name)
        node.graph.insert_before(node, constant)
        ir.convenience.replace_all_uses_with(old, new, replace_graph_outputs=True)
        old.name = None
    node.graph.remove(node, safe=True)
    return True


def _evaluate(
    node: ir.Node, arrays: list[Optional[np.ndarray[Any, Any]]], opset: int
) -> Optional[list[np.ndarray[Any, Any]]]:
    proto = onnx.NodeProto(op_type=node.op_type)
    feeds = {f"x{i}": array for i, array in enumerate(arrays) if array is not None}
    proto.input.extend(f"x{i}" if f"x{i}" in feeds else "" for i in range(len(arrays)))
    proto.output.extend(f"y{i}" for i in range(len(node.outputs)))
    proto.attribute.extend(ir.to_proto(a) for a in node.attributes.values())
    graph = onnx.helper.make_graph(
        [proto],
        "constant",
        [
            onnx.helper.make_tensor_value_info(
                name, onnx.helper.np_dtype_to_tensor_dtype(array.dtype), array.shape
            )
            for name, array in feeds.items()
        ],
        [onnx.helper.make_empty_tensor_value_info(name) for name in proto.output],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", opset)])
    try:
        results = ReferenceEvaluator(model).run(None, feeds)
    except Exception:  # what cannot be computed now may be computable later, or is refused by name
        return None
    if not all(isinstance(r, (np.ndarray, np.generic)) for r in results):
        return None
    return [np.asarray(r) for r in results]
