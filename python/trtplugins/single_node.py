"""ONNX models of one node: what tests and benchmarks build engines from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Union

import numpy as np
import onnx

from trtplugins import _core


class Tensor(NamedTuple):
    """A graph input or output: name, numpy dtype name, shape; a dimension is a size or a name."""

    name: str
    dtype: str
    shape: Sequence[Union[int, str]]


def single_node(
    op_type: str,
    inputs: Sequence[Tensor],
    outputs: Sequence[Tensor],
    attributes: Mapping[str, Any],
    *,
    version: str = "1",
    opset: int = 17,
) -> onnx.ModelProto:
    """A model whose one node has all of `inputs` and `outputs`.

    Args:
        op_type: name of the plugin, or of an ONNX operator.
        inputs: of the node and of the graph.
        outputs: of the node and of the graph.
        attributes: of the node.
        version: the plugin's version; "1" is what TensorRT's parser takes unless told.
        opset: of ONNX, imported by the model.
    """
    addressed = dict(attributes)
    if version != "1":
        addressed["plugin_version"] = version
    node = onnx.helper.make_node(
        op_type, [t.name for t in inputs], [t.name for t in outputs], **addressed
    )
    graph = onnx.helper.make_graph(
        [node], op_type, [_value_info(t) for t in inputs], [_value_info(t) for t in outputs]
    )
    opsets = [onnx.helper.make_opsetid("", opset)]
    # IR version 8 is what goes with opset 17, and what TensorRT 8.5 and 8.6 read.
    return onnx.helper.make_model(graph, opset_imports=opsets, ir_version=8)


def operator_model(
    op: _core.Operator,
    inputs: Sequence[Tensor],
    outputs: Sequence[Tensor],
    attributes: Mapping[str, Any],
) -> onnx.ModelProto:
    """As `single_node`, under the operator's alias, which no importer of TensorRT's shadows."""
    return single_node(op.alias, inputs, outputs, attributes, version=op.version)


def _value_info(tensor: Tensor) -> onnx.ValueInfoProto:
    dtype = onnx.helper.np_dtype_to_tensor_dtype(np.dtype(tensor.dtype))
    return onnx.helper.make_tensor_value_info(tensor.name, dtype, tensor.shape)
