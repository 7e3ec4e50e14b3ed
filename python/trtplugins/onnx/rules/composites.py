"""Operators that are others under another name, or with one input less."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes, target
from trtplugins.onnx.carried import STORED
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, rewrite, rewrite_or_plugin
from trtplugins.onnx.rules.questions import ints, known_ints
from trtplugins.onnx.rules.rule import Rule, always


def _cast_like(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    dtype = nodes.dtype(node.inputs[1])
    if dtype is None:
        raise Impossible("the type of its second input is not known")
    return [new.op("Cast", node.inputs[0], to=int(dtype))]


def _of_one(node: ir.Node, opset: int) -> bool:
    return len(node.inputs) == 1


def _identity(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    return [new.op("Identity", node.inputs[0])]


def _only_gathered(node: ir.Node, opset: int) -> bool:
    """Whether a plugin does not take its rank or type, or it may be a shape, as vectors may."""
    x = node.inputs[0]
    rank = nodes.rank(x) or 0
    return (
        rank == 1
        or rank > target.MOST_DIMENSIONS
        or nodes.dtype(x) in (ir.DataType.UINT32, *STORED)
    )


def _feature(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, y = node.inputs
    rank = nodes.rank(x)
    if rank is None:
        raise Impossible("the rank of its input is not known")
    found = new.op("Gather", x, new.op("Reshape", y, new.constant([-1])), axis=rank - 1)
    return [new.op("Unsqueeze", found, new.constant([0])) if rank == 1 else found]


def _binarize(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, dtype = node.inputs[0], nodes.dtype(node.inputs[0])
    if dtype is None:
        raise Impossible("the type of its input is not known")
    threshold = new.constant(nodes.attribute(node, "threshold", 0.0), dtype.numpy())
    return [new.op("Cast", new.op("Greater", x, threshold), to=int(dtype))]


def _is_tensor(node: ir.Node, opset: int) -> bool:
    value = nodes.given(node, 0)
    return value is not None and isinstance(value.type, ir.TensorType)


def _is_there(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    return [new.constant(True)]


def _is_absent(node: ir.Node, opset: int) -> bool:
    return nodes.given(node, 0) is None


def _is_not_there(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    return [new.constant(False)]


def _unpool(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """Every value put in its place of a tensor of zeros."""
    x, shape = node.inputs[0], nodes.static_shape(node.inputs[0])
    if x is None or x.dtype is None or shape is None:
        raise Impossible("its input has to have a static shape")
    spatial = len(shape) - 2
    strides = ints(node, "strides", [1] * spatial)
    pads = ints(node, "pads", [0] * 2 * spatial)
    inner = [
        (shape[i + 2] - 1) * strides[i] + kernel - pads[i] - pads[i + spatial]
        for i, kernel in enumerate(ints(node, "kernel_shape"))
    ]
    indexed, wanted = [*shape[:2], *inner], nodes.given(node, 2)
    flat = new.op(
        "ScatterElements",
        new.constant(np.zeros(int(np.prod(indexed)), x.dtype.numpy())),
        new.op("Reshape", node.inputs[1], new.constant([-1])),
        new.op("Reshape", x, new.constant([-1])),
        axis=0,
    )
    result = new.op("Reshape", flat, new.constant(indexed))
    if wanted is None:
        return [result]
    known = known_ints(wanted)
    if known is None:
        raise Impossible("input 'output_shape' has to be known when the engine is built: freeze it")
    missing = [n - i for n, i in zip(known, indexed)]
    return [new.op("Pad", result, new.constant([0] * len(shape) + missing))]


_NONE = "TensorRT 8.6 has no importer for it"

RULES = (
    Rule(
        "ArrayFeatureExtractor",
        _only_gathered,
        rewrite(_feature, "a Gather"),
        _NONE,
        "ai.onnx.ml",
    ),
    Rule(
        "ArrayFeatureExtractor",
        always,
        rewrite_or_plugin(_feature, "a Gather"),
        f"{_NONE}, and gathers at half of the speed of memory",
        "ai.onnx.ml",
    ),
    Rule("Binarizer", always, rewrite(_binarize, "a comparison"), _NONE, "ai.onnx.ml"),
    Rule("OptionalHasElement", _is_tensor, rewrite(_is_there, "true of a tensor"), _NONE),
    Rule("OptionalHasElement", _is_absent, rewrite(_is_not_there, "false of nothing"), _NONE),
    Rule("OptionalGetElement", _is_tensor, rewrite(_identity, "the tensor itself"), _NONE),
    Rule("CastLike", always, rewrite(_cast_like, "a Cast"), _NONE),
    Rule("MaxUnpool", always, rewrite_or_plugin(_unpool, "a ScatterElements"), _NONE),
    *(
        Rule(op, _of_one, rewrite(_identity, "the input itself"), "TensorRT 8.6 wants two inputs")
        for op in ("Max", "Min", "Sum", "Mean")
    ),
)
