"""Dropout: nothing at inference, noise in training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, rewrite
from trtplugins.onnx.rules.questions import known_floats, used
from trtplugins.onnx.rules.rule import Rule


def _modern(node: ir.Node, opset: int) -> bool:
    return opset >= 12


def _drop(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x = node.inputs[0]
    training, ratio = nodes.given(node, 2), nodes.given(node, 1)
    switch = [0.0] if training is None else known_floats(training)
    if switch is None:
        raise Impossible("input 'training_mode' has to be known when the engine is built")
    share = [0.5] if ratio is None else known_floats(ratio)
    if switch[0] and share is None:
        raise Impossible("input 'ratio' has to be known when the engine is built: freeze it")
    if not switch[0] or share is None or share[0] == 0:
        result = new.op("Identity", x)
        return [result, *([_true(new, x)] if used(node, 1) else [])]
    dtype = nodes.dtype(x)
    assert dtype is not None
    noise = new.op("RandomUniformLike", x, dtype=int(ir.DataType.FLOAT))
    kept = new.op("GreaterOrEqual", noise, new.constant(np.float32(share[0])))
    scale = np.asarray(1 / (1 - share[0]), dtype.numpy())
    scaled = new.op("Mul", x, new.constant(scale))
    return [new.op("Where", kept, scaled, new.constant(np.zeros((), dtype.numpy()))), kept]


def _true(new: Replacement, x: Any) -> Any:
    """True everywhere, whatever x is."""
    shape = nodes.static_shape(x)
    if shape is not None:
        return new.constant(np.ones(shape, np.bool_))
    same = new.op("Equal", x, x)
    return new.op("Or", same, new.op("Not", same))


RULES = (
    Rule(
        "Dropout",
        _modern,
        rewrite(_drop, "left out, or noise compared with the ratio"),
        "TensorRT 8.6 has no training mode, and no mask where x is NaN",
    ),
)
