"""Operators with a training mode."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, rewrite
from trtplugins.onnx.rules.rule import Rule, always


def _dropout(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, ratio, training = node.inputs[0], nodes.given(node, 1), nodes.given(node, 2)
    mode = nodes.constant(training)
    if training is not None and mode is None:
        raise Impossible("input 'training_mode' has to be known when the engine is built")
    if mode is not None and bool(mode):
        rate = nodes.constant(ratio)
        if ratio is None or rate is None or float(rate) != 0:
            raise Impossible("dropping at random is training, which TensorRT does not do")
    outputs = [new.op("Identity", x)]
    if len(node.outputs) > 1:
        ones = new.op(
            "ConstantOfShape",
            new.op("Shape", x),
            value=ir.tensor(np.ones(1, np.int32)),
        )
        outputs.append(new.op("Cast", ones, to=int(ir.DataType.BOOL)))
    return outputs


def _trains(node: ir.Node, opset: int) -> bool:
    return bool(nodes.attribute(node, "training_mode", 0))


def _batch_normalization(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """With the batch's own statistics; the running ones follow them by `momentum`."""
    x, scale, bias, mean, var = node.inputs
    rank, dtype = nodes.rank(x), nodes.dtype(x)
    if rank is None or dtype is None:
        raise Impossible("the rank or type of its input is not known")
    kind = dtype.numpy()
    axes = [a for a in range(rank) if a != 1]
    channel = new.constant(np.asarray([-1] + [1] * (rank - 2), np.int64))
    batch_mean = new.op("ReduceMean", x, axes=axes, keepdims=1)
    centred = new.op("Sub", x, batch_mean)
    batch_var = new.op("ReduceMean", new.op("Mul", centred, centred), axes=axes, keepdims=1)
    epsilon = new.constant(nodes.attribute(node, "epsilon", 1e-5), kind)
    deviation = new.op("Sqrt", new.op("Add", batch_var, epsilon))
    normal = new.op("Div", centred, deviation)
    y = new.op(
        "Add",
        new.op("Mul", normal, new.op("Reshape", scale, channel)),
        new.op("Reshape", bias, channel),
    )
    outputs = [y]
    momentum = nodes.attribute(node, "momentum", 0.9)
    for old, now in ((mean, batch_mean), (var, batch_var)):
        kept = new.op("Mul", old, new.constant(momentum, kind))
        flat = new.op("Reshape", now, new.constant([-1]))
        added = new.op("Mul", flat, new.constant(1 - momentum, kind))
        outputs.append(new.op("Add", kept, added))
    return outputs[: len(node.outputs)]


RULES = (
    Rule(
        "Dropout",
        always,
        rewrite(_dropout, "dropped, since nothing is dropped in inference"),
        "TensorRT 8.6 refuses a training_mode that is an input",
    ),
    Rule(
        "BatchNormalization",
        _trains,
        rewrite(_batch_normalization, "replaced by its arithmetic"),
        "TensorRT 8.6 refuses the training mode",
    ),
)
