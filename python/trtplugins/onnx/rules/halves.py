"""float16 where TensorRT's importer mixes in constants of float32, or squares what is great."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import rewrite
from trtplugins.onnx.rules.rule import Condition, Rule

_MIXED = "TensorRT 8.6 computes it with constants of float32, which float16 does not go with"
_OVERFLOW = "TensorRT 8.6 squares in float16, where more than 255 overflows"


def in_float32(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """The node between casts."""
    inputs = [
        new.op("Cast", value, to=ir.DataType.FLOAT) if _is_half(value) else value
        for value in node.inputs
    ]
    given: dict[str, Any] = {a.name: a.value for a in node.attributes.values()}
    made = new.op(node.op_type, *inputs, outputs=len(node.outputs), version=opset, **given)
    results = made if isinstance(made, list) else [made]
    return [
        new.op("Cast", result, to=ir.DataType.FLOAT16) if _is_half(old) else result
        for result, old in zip(results, node.outputs)
    ]


def _is_half(value: Any) -> bool:
    return nodes.dtype(value) == ir.DataType.FLOAT16


def _half(node: ir.Node, opset: int) -> bool:
    return _is_half(node.inputs[0])


def _and(check: Callable[[ir.Node], bool]) -> Condition:
    def condition(node: ir.Node, opset: int) -> bool:
        return _is_half(node.inputs[0]) and check(node)

    return condition


def _one_sided(node: ir.Node) -> bool:
    sides = [nodes.attribute(node, f"detect_{side}", 1) for side in ("negative", "positive")]
    return sides != [1, 1]


def _statistics_at_run_time(node: ir.Node) -> bool:
    return any(nodes.constant(value) is None for value in node.inputs[1:5])


_ACT = rewrite(in_float32, "done in float32")

RULES = (
    *(
        Rule(op, _half, _ACT, _MIXED)
        for op in (
            *("Celu", "GRU", "LSTM", "LpNormalization", "LpPool"),
            *("Mean", "MeanVarianceNormalization", "RNN", "Shrink"),
        )
    ),
    *(Rule(op, _half, _ACT, _OVERFLOW) for op in ("ReduceL2", "ReduceSumSquare")),
    Rule("IsInf", _and(_one_sided), _ACT, _MIXED),
    Rule("BatchNormalization", _and(_statistics_at_run_time), _ACT, _MIXED),
)
