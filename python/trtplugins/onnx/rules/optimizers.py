"""Steps of Adagrad, Adam and Momentum, by ONNX's definition of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import onnx_ir as ir

from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import rewrite
from trtplugins.onnx.rules.questions import number, text
from trtplugins.onnx.rules.rule import Rule, always


class _Step:
    """Arithmetic on values and numbers, for formulas that read like ONNX's."""

    def __init__(self, node: ir.Node, new: Replacement) -> None:
        self.node, self._new = node, new
        self.dtype = node.inputs[2].dtype if node.inputs[2] is not None else None
        self.rate, self.time = node.inputs[0], node.inputs[1]

    def number(self, name: str, default: float = 0.0) -> float:
        return number(self.node, name, default)

    def __call__(self, op: str, *operands: Any) -> Any:
        kind = np.float32 if self.dtype is None else self.dtype.numpy()
        values = [
            self._new.constant(np.asarray(operand, kind))
            if isinstance(operand, (int, float))
            else operand
            for operand in operands
        ]
        return self._new.op(op, *values)

    def regularized(self, x: Any, gradient: Any) -> Any:
        return self("Add", self("Mul", x, self.number("norm_coefficient")), gradient)

    def times(self) -> Any:
        """The count of updates as a float."""
        return self._new.op("Cast", self.time, to=self.dtype)


def _adagrad(step: _Step) -> Callable[..., Sequence[Any]]:
    decay = step("Add", step("Mul", step.times(), step.number("decay_factor")), 1)
    rate = step("Div", step.rate, decay)

    def update(x: Any, gradient: Any, squares: Any) -> Sequence[Any]:
        g = step.regularized(x, gradient)
        total = step("Add", squares, step("Mul", g, g))
        root = step("Add", step("Sqrt", total), step.number("epsilon", 1e-6))
        return step("Sub", x, step("Div", step("Mul", rate, g), root)), total

    return update


def _adam(step: _Step) -> Callable[..., Sequence[Any]]:
    alpha, beta = step.number("alpha", 0.9), step.number("beta", 0.999)
    times = step.times()
    corrected = step(
        "Div",
        step("Mul", step.rate, step("Sqrt", step("Sub", 1, step("Pow", beta, times)))),
        step("Sub", 1, step("Pow", alpha, times)),
    )
    rate = step("Where", step("Greater", times, 0), corrected, step.rate)

    def update(x: Any, gradient: Any, mean: Any, squares: Any) -> Sequence[Any]:
        g = step.regularized(x, gradient)
        mean = step("Add", step("Mul", mean, alpha), step("Mul", g, 1 - alpha))
        squares = step("Add", step("Mul", squares, beta), step("Mul", step("Mul", g, g), 1 - beta))
        root = step("Add", step("Sqrt", squares), step.number("epsilon", 1e-6))
        moved = step("Sub", x, step("Div", step("Mul", rate, mean), root))
        return step("Mul", moved, 1 - step.number("norm_coefficient_post")), mean, squares

    return update


def _momentum(step: _Step) -> Callable[..., Sequence[Any]]:
    alpha = step.number("alpha")
    beta = step("Where", step("Greater", step.times(), 0), step.number("beta"), 1)

    def update(x: Any, gradient: Any, velocity: Any) -> Sequence[Any]:
        g = step.regularized(x, gradient)
        velocity = step("Add", step("Mul", velocity, alpha), step("Mul", g, beta))
        by = velocity
        if text(step.node, "mode", "standard") == "nesterov":
            by = step("Add", g, step("Mul", velocity, alpha))
        return step("Sub", x, step("Mul", step.rate, by)), velocity

    return update


def _every_tensor(kind: Callable[[_Step], Callable[..., Sequence[Any]]], kept: int) -> Any:
    """The update of each tensor; `kept` others go with it. Inputs and outputs are in groups."""

    def build(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
        update = kind(_Step(node, new))
        groups, inputs = kept + 2, node.inputs[2:]
        count = len(inputs) // groups
        updated = [update(*inputs[i::count]) for i in range(count)]
        return [tensors[group] for group in range(kept + 1) for tensors in updated]

    return build


RULES = tuple(
    Rule(
        op,
        always,
        rewrite(_every_tensor(kind, kept), "ONNX's definition of it"),
        "TensorRT 8.6 has no importer for it",
        domain="ai.onnx.preview.training",
    )
    for op, kind, kept in (("Adagrad", _adagrad, 1), ("Adam", _adam, 2), ("Momentum", _momentum, 1))
)
