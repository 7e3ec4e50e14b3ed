"""A reduction in the form of TensorRT's opset."""

from __future__ import annotations

from typing import Any

from trtplugins.onnx.replacement import Replacement


def reduced(new: Replacement, op: str, x: Any, axes: list[int], keepdims: int = 1) -> Any:
    """`op` of `x` over `axes`, which are an input of ReduceSum and an attribute of all others."""
    if op == "ReduceSum":
        return new.op(op, x, new.constant(axes), keepdims=keepdims)
    return new.op(op, x, axes=axes, keepdims=keepdims)
