"""New nodes in a node's place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np
import onnx_ir as ir
from onnx_ir import convenience, tape


class Replacement:
    """Collects nodes that will take the place of `node`.

    A new value has no type or shape until shape inference has run over the model again; give them
    with `like` where a rule that follows asks for them.
    """

    def __init__(self, node: ir.Node) -> None:
        self.node = node
        self._tape = tape.Tape()

    def op(
        self,
        op_type: str,
        *inputs: Optional[ir.Value],
        domain: str = "",
        outputs: int = 1,
        like: Optional[ir.Value] = None,
        **attributes: Any,
    ) -> Any:
        """Add a node; its output, or a list of its outputs if `outputs` is not 1.

        Attributes that are None are left out.
        """
        given = {name: value for name, value in attributes.items() if value is not None}
        values = self._tape.op_multi_out(op_type, inputs, given, num_outputs=outputs, domain=domain)
        if like is not None:
            for value in values:
                _describe(value, like)
        return values[0] if outputs == 1 else list(values)

    def constant(self, array: Any, dtype: Any = None) -> ir.Value:
        """A Constant node of `array`; Python integers become int64, floats float32."""
        found = np.asarray(array)
        if dtype is not None:
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
        for old, new in zip(self.node.outputs, outputs):
            _describe(new, old)
        convenience.replace_nodes_and_values(
            graph, self.node, [self.node], self._tape.nodes, list(self.node.outputs), list(outputs)
        )

    def insert_before(self) -> None:
        """Put the nodes before the node, which stays."""
        graph = self.node.graph
        assert graph is not None
        graph.insert_before(self.node, self._tape.nodes)

    def append_to(self, value: ir.Value, result: ir.Value) -> None:
        """Put the nodes behind the node: what used its output `value` uses `result` instead."""
        graph = self.node.graph
        assert graph is not None
        result.type, result.shape = value.type, value.shape
        own = set(self._tape.nodes)
        for use in list(value.uses()):
            if use.node not in own:
                use.node.replace_input_with(use.idx, result)
        for i, output in enumerate(graph.outputs):
            if output is value:
                graph.outputs[i] = result
                result.name, value.name = value.name, None
        graph.insert_after(self.node, self._tape.nodes)


def _describe(value: ir.Value, like: ir.Value) -> None:
    if value.type is None:
        value.type = like.type
    if value.shape is None:
        value.shape = like.shape
