"""Normalisations: more outputs than one, statistics of this very batch, wide neighbourhoods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, change, rewrite, rewrite_or_plugin
from trtplugins.onnx.rules.questions import counted, dim, number
from trtplugins.onnx.rules.reducing import reduced
from trtplugins.onnx.rules.rule import Rule, always


def _rank(node: ir.Node) -> int:
    rank = nodes.rank(node.inputs[0])
    if rank is None:
        raise Impossible("the rank of its input is not known")
    return rank


def _moments(new: Replacement, x: Any, axes: list[int]) -> tuple[Any, Any, Any]:
    """What is left of x without its mean, the mean, and the variance, over axes that stay."""
    mean = _mean(new, x, axes)
    centred = new.op("Sub", x, mean)
    return centred, mean, _mean(new, new.op("Mul", centred, centred), axes)


def _mean(new: Replacement, x: Any, axes: list[int]) -> Any:
    return reduced(new, "ReduceMean", x, axes)


def _root(new: Replacement, variance: Any, epsilon: float) -> Any:
    return new.op("Sqrt", new.op("Add", variance, new.constant(np.float32(epsilon))))


def _widened(new: Replacement, value: Any) -> Any:
    half = nodes.dtype(value) == ir.DataType.FLOAT16
    return new.op("Cast", value, to=ir.DataType.FLOAT) if half else value


def _narrowed(new: Replacement, value: Any, like: Any) -> Any:
    half = nodes.dtype(like) == ir.DataType.FLOAT16
    return new.op("Cast", value, to=ir.DataType.FLOAT16) if half else value


# -- LayerNormalization --------------------------------------------------------------------------


def _layer(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    rank = _rank(node)
    (axis,) = counted([int(nodes.attribute(node, "axis", -1))], rank)
    x = _widened(new, node.inputs[0])
    centred, mean, variance = _moments(new, x, list(range(axis, rank)))
    inverse = new.op("Reciprocal", _root(new, variance, number(node, "epsilon", 1e-5)))
    result = _narrowed(new, new.op("Mul", centred, inverse), node.inputs[0])
    result = new.op("Mul", result, node.inputs[1])
    bias = nodes.given(node, 2)
    if bias is not None:
        result = new.op("Add", result, bias)
    return [result, mean, inverse][: len(node.outputs)]


# -- GroupNormalization --------------------------------------------------------------------------


def _scaled_by_group(node: ir.Node, opset: int) -> bool:
    """Up to opset 20, scale and bias have a value per group."""
    groups, channels = nodes.attribute(node, "num_groups"), dim(node.inputs[0], 1)
    return opset < 21 and groups != channels and dim(node.inputs[1], 0) == groups


def _scale_channels(node: ir.Node, opset: int, new: Replacement) -> None:
    groups, channels = int(nodes.attribute(node, "num_groups")), dim(node.inputs[0], 1)
    if channels is None:
        raise Impossible("the number of channels has to be static")
    of_group = new.constant(np.repeat(np.arange(groups), channels // groups))
    for index in (1, 2):
        node.replace_input_with(index, new.op("Gather", node.inputs[index], of_group))


def _group(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, rank = node.inputs[0], _rank(node)
    groups = int(nodes.attribute(node, "num_groups"))
    together = new.op("Reshape", _widened(new, x), new.constant([0, groups, -1]))
    centred, _, variance = _moments(new, together, [2])
    normal = new.op("Div", centred, _root(new, variance, number(node, "epsilon", 1e-5)))
    result = _narrowed(new, new.op("Reshape", normal, new.op("Shape", x)), x)
    trailing = new.constant(list(range(1, rank - 1)))
    scale, bias = (new.op("Unsqueeze", node.inputs[i], trailing) for i in (1, 2))
    return [new.op("Add", new.op("Mul", result, scale), bias)]


# -- BatchNormalization --------------------------------------------------------------------------


def _training(node: ir.Node, opset: int) -> bool:
    return bool(nodes.attribute(node, "training_mode", 0))


def _batch(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, scale, bias, running_mean, running_variance = node.inputs
    rank = _rank(node)
    centred, mean, variance = _moments(
        new, _widened(new, x), [axis for axis in range(rank) if axis != 1]
    )
    result = new.op("Div", centred, _root(new, variance, number(node, "epsilon", 1e-5)))
    trailing = new.constant(list(range(1, rank - 1)))
    if rank > 2:
        scale, bias = (new.op("Unsqueeze", value, trailing) for value in (scale, bias))
    result = new.op("Add", new.op("Mul", _narrowed(new, result, x), scale), bias)
    outputs = [result]
    momentum = number(node, "momentum", 0.9)
    for old, current in ((running_mean, mean), (running_variance, variance)):
        assert old is not None
        assert old.dtype is not None
        kind = old.dtype.numpy()
        current = new.op("Reshape", _narrowed(new, current, old), new.constant([-1]))
        kept = new.op("Mul", old, new.constant(np.asarray(momentum, kind)))
        added = new.op("Mul", current, new.constant(np.asarray(1 - momentum, kind)))
        outputs.append(new.op("Add", kept, added))
    return outputs[: len(node.outputs)]


# -- LRN -----------------------------------------------------------------------------------------


def _wide(node: ir.Node, opset: int) -> bool:
    size = int(nodes.attribute(node, "size"))
    return size % 2 == 0 or size > 15


def _local_response(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """Squares of neighbouring channels, averaged by a pool over channels."""
    x, size = _widened(new, node.inputs[0]), int(nodes.attribute(node, "size"))
    before = (size - 1) // 2
    flat = new.op("Reshape", x, _flat(new, x))
    pooled = new.op(
        "AveragePool",
        new.op("Mul", flat, flat),
        kernel_shape=[size, 1],
        pads=[before, 0, size - 1 - before, 0],
        count_include_pad=1,
    )
    mean = new.op("Reshape", pooled, new.op("Shape", x))
    alpha, beta = number(node, "alpha", 1e-4), number(node, "beta", 0.75)
    scaled = new.op("Mul", mean, new.constant(np.float32(alpha)))
    base = new.op("Add", scaled, new.constant(np.float32(number(node, "bias", 1.0))))
    result = new.op("Div", x, new.op("Pow", base, new.constant(np.float32(beta))))
    return [_narrowed(new, result, node.inputs[0])]


def _flat(new: Replacement, x: Any) -> Any:
    """The shape (batch, 1, channels, the rest)."""
    shape = new.op("Shape", x)
    first, second = (new.op("Gather", shape, new.constant([axis])) for axis in (0, 1))
    return new.op("Concat", first, new.constant([1]), second, new.constant([-1]), axis=0)


RULES = (
    Rule(
        "LayerNormalization",
        always,
        rewrite_or_plugin(_layer, "means, differences and a root"),
        "TensorRT 8.6 has only its first output, and computes that slowly",
    ),
    Rule(
        "GroupNormalization",
        _scaled_by_group,
        change(_scale_channels, "scale and bias stated for every channel"),
        "they have a value per group up to opset 20, per channel from then on",
    ),
    Rule(
        "GroupNormalization",
        always,
        rewrite_or_plugin(_group, "means, differences and a root"),
        "TensorRT 8.6 does not build it",
    ),
    Rule(
        "BatchNormalization",
        _training,
        rewrite(_batch, "means, differences and a root"),
        "TensorRT 8.6 knows no training mode",
    ),
    Rule(
        "LRN",
        _wide,
        rewrite(_local_response, "a pool over channels"),
        "TensorRT 8.6 has odd sizes up to 15",
    ),
)
