"""MatMul of vectors and of integers, Gemm in float16 and of integers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, rewrite
from trtplugins.onnx.rules.questions import INTEGERS, number, typed
from trtplugins.onnx.rules.rule import Rule


def _of_vectors(node: ir.Node, opset: int) -> bool:
    return all(nodes.rank(value) == 1 for value in node.inputs)


def _with_matrices(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    first, second = new.constant([0]), new.constant([1])
    row = new.op("Unsqueeze", node.inputs[0], first)
    column = new.op("Unsqueeze", node.inputs[1], second)
    return [new.op("Squeeze", new.op("MatMul", row, column), new.constant([0, 1]))]


def _of_vector_and_stack(node: ir.Node, opset: int) -> bool:
    first, second = (nodes.rank(value) for value in node.inputs)
    return first == 1 and second is not None and second > 2


def _with_row(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    row = new.op("Unsqueeze", node.inputs[0], new.constant([0]))
    return [new.op("Squeeze", new.op("MatMul", row, node.inputs[1]), new.constant([-2]))]


def _sum_of_products(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    ranks = [nodes.rank(value) for value in node.inputs]
    if None in ranks:
        raise Impossible("the ranks of its inputs are not known")
    a, b = node.inputs
    # (..., m, k, 1) times (..., 1, k, n), added up along k.
    left = new.op("Unsqueeze", a, new.constant([-1]))
    right = b if ranks[1] == 1 else new.op("Unsqueeze", b, new.constant([-3]))
    if ranks[1] == 1:
        return [new.op("ReduceSum", new.op("Mul", a, right), new.constant([-1]), keepdims=0)]
    if ranks[0] == 1:  # (k, 1) times (..., k, n)
        return [new.op("ReduceSum", new.op("Mul", left, b), new.constant([-2]), keepdims=0)]
    return [new.op("ReduceSum", new.op("Mul", left, right), new.constant([-2]), keepdims=0)]


def _scaled_half(node: ir.Node, opset: int) -> bool:
    half = nodes.dtype(node.inputs[0]) == ir.DataType.FLOAT16
    return half and (number(node, "alpha", 1.0) != 1.0 or number(node, "beta", 1.0) != 1.0)


def _by_parts(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    a, b = node.inputs[:2]
    assert a is not None
    assert a.dtype is not None
    if nodes.attribute(node, "transA", 0):
        a = new.op("Transpose", a, perm=[1, 0])
    if nodes.attribute(node, "transB", 0):
        b = new.op("Transpose", b, perm=[1, 0])
    dtype = nodes.dtype(node.inputs[0])
    assert dtype is not None
    result = _scaled(new, new.op("MatMul", a, b), number(node, "alpha", 1.0), dtype)
    c = nodes.given(node, 2)
    if c is None:
        return [result]
    return [new.op("Add", result, _scaled(new, c, number(node, "beta", 1.0), dtype))]


def _scaled(new: Replacement, value: Any, factor: float, dtype: ir.DataType) -> Any:
    if factor == 1.0:
        return value
    if dtype in INTEGERS and factor != int(factor):
        raise Impossible(f"integers times {factor}")
    return new.op("Mul", value, new.constant(np.asarray(factor, dtype.numpy())))


_NO_INTEGERS = "TensorRT 8.6 multiplies matrices of floats only"

RULES = (
    Rule(
        "MatMul",
        typed(*INTEGERS),
        rewrite(_sum_of_products, "a sum of products"),
        _NO_INTEGERS,
    ),
    Rule(
        "MatMul",
        _of_vectors,
        rewrite(_with_matrices, "done with matrices of one row and one column"),
        "TensorRT 8.6 has no product of two vectors",
    ),
    Rule(
        "MatMul",
        _of_vector_and_stack,
        rewrite(_with_row, "done with a matrix of one row"),
        "TensorRT 8.6 has no product of a vector and a stack of matrices",
    ),
    Rule("Gemm", typed(*INTEGERS), rewrite(_by_parts, "MatMul, Mul and Add"), _NO_INTEGERS),
    Rule(
        "Gemm",
        _scaled_half,
        rewrite(_by_parts, "MatMul, Mul and Add"),
        "TensorRT 8.6 scales float16 by constants of float32",
    ),
)
