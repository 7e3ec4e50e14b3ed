"""Nodes put in the place of another, described by calls: what rules that rewrite are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np
import onnx_ir as ir
from onnx_ir import convenience

from trtplugins.onnx import inference, nodes
from trtplugins.onnx.target import OPSET


class Replacement:
    """Collects new nodes; `apply` puts them where the old one was and rewires its outputs.

    The nodes are of the opset that TensorRT reads, whatever the old one is of; types and shapes of
    what they make are known at once, as far as they follow.

        new = Replacement(node)
        y = new.op("Mul", x, new.constant(2.0, like=x))
        new.apply([y])

    Args:
        node: the node to replace.
    """

    def __init__(self, node: ir.Node) -> None:
        self.node = node
        self.nodes: list[ir.Node] = []

    def adopt(self, taken: Sequence[ir.Node]) -> None:
        """Add nodes that were taken out of another graph."""
        self.nodes.extend(taken)

    def op(
        self,
        op_type: str,
        *inputs: Optional[ir.Value],
        domain: str = "",
        outputs: int = 1,
        like: Optional[ir.Value] = None,
        version: int = OPSET,
        **attributes: Any,
    ) -> Any:
        """Add a node; its output, or a list of its outputs if `outputs` is not 1.

        Attributes that are None are left out. With `like`, outputs have its type and shape where
        they do not follow.
        """
        given = {name: value for name, value in attributes.items() if value is not None}
        made = ir.node(op_type, inputs, given, num_outputs=outputs, domain=domain, version=version)
        self.nodes.append(made)
        inference.infer_node(made)
        values = made.outputs
        if like is not None:
            for value in values:
                _describe(value, like)
        return values[0] if outputs == 1 else list(values)

    def constant(
        self, array: Any, dtype: Any = None, *, like: Optional[ir.Value] = None
    ) -> ir.Value:
        """A Constant node of `array`; Python integers become int64, floats float32.

        Args:
            array: the values.
            dtype: a numpy type instead.
            like: of this value's type instead.
        """
        found = np.asarray(array)
        if like is not None and like.dtype is not None:
            found = found.astype(like.dtype.numpy())
        elif dtype is not None:
            found = found.astype(dtype)
        elif found.dtype == np.float64 and not isinstance(array, np.ndarray):
            found = found.astype(np.float32)
        value: ir.Value = self.op("Constant", value=ir.tensor(found))
        value.dtype, value.shape = ir.DataType.from_numpy(found.dtype), ir.Shape(found.shape)
        value.const_value = ir.tensor(found)
        return value

    def apply(self, outputs: Sequence[ir.Value]) -> None:
        """Put the nodes into the graph; `outputs` are what the node's outputs become."""
        graph = self.node.graph
        assert graph is not None
        for i, (old, new) in enumerate(zip(self.node.outputs, outputs)):
            if old is not new:
                _describe(new, old)
                if old.is_graph_output() and new.producer() not in self.nodes:
                    # What is an input, or another node's result, cannot be an output by itself.
                    outputs = [*outputs[:i], self.op("Identity", new), *outputs[i + 1 :]]
        convenience.replace_nodes_and_values(
            graph, self.node, [self.node], self.nodes, list(self.node.outputs), list(outputs)
        )
        nodes.detach(self.node)

    def insert_before(self) -> None:
        """Put the nodes before the node, which stays."""
        graph = self.node.graph
        assert graph is not None
        graph.insert_before(self.node, self.nodes)

    def append_to(self, value: ir.Value, result: ir.Value) -> None:
        """Put the nodes behind the node: what used its output `value` uses `result` instead."""
        graph = self.node.graph
        assert graph is not None
        result.type, result.shape = value.type, value.shape
        own = set(self.nodes)
        for use in list(value.uses()):
            if use.node not in own:
                use.node.replace_input_with(use.idx, result)
        for i, output in enumerate(graph.outputs):
            if output is value:
                graph.outputs[i] = result
                result.name, value.name = value.name, None
        graph.insert_after(self.node, self.nodes)


def _describe(value: ir.Value, like: ir.Value) -> None:
    if value.type is None:
        value.type = like.type
    if value.shape is None:
        value.shape = like.shape
