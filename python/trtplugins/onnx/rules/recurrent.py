"""RNN, GRU and LSTM with the batch first."""

from __future__ import annotations

from collections.abc import Sequence

import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import rewrite
from trtplugins.onnx.rules.rule import Rule

# Inputs with a batch: X, initial_h, initial_c. The others are weights and lengths.
_BATCHED = (0, 5, 6)


def _batch_first(node: ir.Node, opset: int) -> bool:
    return bool(nodes.attribute(node, "layout", 0) == 1)


def _sequence_first(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    inputs = [
        new.op("Transpose", value, perm=[1, 0, 2]) if i in _BATCHED and value is not None else value
        for i, value in enumerate(node.inputs)
    ]
    attributes = {a.name: a.value for a in node.attributes.values() if a.name != "layout"}
    made = new.op(node.op_type, *inputs, outputs=len(node.outputs), **attributes)
    results = made if isinstance(made, list) else [made]
    # Y is [sequence, directions, batch, hidden], the states are [directions, batch, hidden].
    perms = [[2, 0, 1, 3], [1, 0, 2], [1, 0, 2]]
    return [new.op("Transpose", value, perm=perm) for value, perm in zip(results, perms)]


RULES = tuple(
    Rule(
        op,
        _batch_first,
        rewrite(_sequence_first, "transposed to have the sequence first"),
        "TensorRT 8.6 ignores the layout",
    )
    for op in ("RNN", "GRU", "LSTM")
)
