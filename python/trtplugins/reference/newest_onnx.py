"""An ONNX operator at the opset this library implements, whatever opset its model imports."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx.reference import ReferenceEvaluator
from onnx.reference.op_run import OpRun


def at_opset(name: str, opset: int, domain: str) -> type[OpRun]:
    """An `OpRun` for nodes of type `name` in `domain` that evaluates ONNX's operator at `opset`."""

    def _run(self: OpRun, *inputs: Any, **_: Any) -> tuple[Any, ...]:
        return _evaluate(self.onnx_node, name, opset, inputs)

    return type(name, (OpRun,), {"op_domain": domain, "_run": _run})


def _evaluate(
    node: onnx.NodeProto, name: str, opset: int, inputs: tuple[Any, ...]
) -> tuple[Any, ...]:
    given = {f"x{i}": value for i, value in enumerate(inputs) if value is not None}
    standard = onnx.NodeProto(op_type=name)
    standard.input.extend(f"x{i}" if f"x{i}" in given else "" for i in range(len(inputs)))
    standard.output.extend(f"y{i}" if output else "" for i, output in enumerate(node.output))
    standard.attribute.extend(node.attribute)
    graph = onnx.helper.make_graph(
        [standard],
        name,
        [_typed(key, value) for key, value in given.items()],
        [onnx.helper.make_empty_tensor_value_info(output) for output in standard.output if output],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", opset)])
    results = iter(ReferenceEvaluator(model).run(None, given))
    return tuple(next(results) if output else None for output in standard.output)


def _typed(name: str, value: np.ndarray[Any, Any]) -> onnx.ValueInfoProto:
    dtype = onnx.helper.np_dtype_to_tensor_dtype(value.dtype)
    return onnx.helper.make_tensor_value_info(name, dtype, value.shape)
