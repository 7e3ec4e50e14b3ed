"""Conv with a kernel that is computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, rewrite
from trtplugins.onnx.rules.rule import Rule


def _computed(node: ir.Node, opset: int) -> bool:
    kernel = node.inputs[1]
    if nodes.constant(kernel) is not None:
        return False
    return "kernel_shape" not in node.attributes or nodes.rank(kernel) == 3


def _stated(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, kernel = node.inputs[:2]
    rank = nodes.rank(kernel)
    dims = list(kernel.shape)[2:] if kernel is not None and kernel.shape is not None else []
    if rank is None or not all(isinstance(d, int) for d in dims):
        raise Impossible("the kernel's extents are not known")
    attributes: dict[str, Any] = {a.name: a.value for a in node.attributes.values()}
    attributes["kernel_shape"] = dims
    if rank != 3:
        return [new.op("Conv", *node.inputs, **attributes)]
    # Of one dimension: one more of extent 1.
    last = new.constant([3])
    attributes["kernel_shape"] = [*dims, 1]
    for name, filler in (("strides", 1), ("dilations", 1)):
        if name in attributes:
            attributes[name] = [*attributes[name], filler]
    if "pads" in attributes:
        before, after = attributes["pads"]
        attributes["pads"] = [before, 0, after, 0]
    inputs = [new.op("Unsqueeze", x, last), new.op("Unsqueeze", kernel, last), *node.inputs[2:]]
    return [new.op("Squeeze", new.op("Conv", *inputs, **attributes), last)]


RULES = (
    Rule(
        "Conv",
        _computed,
        rewrite(_stated, "extents of the kernel stated"),
        "TensorRT 8.6 wants kernel_shape, and two dimensions, of a kernel that is computed",
    ),
)
