"""Constant nodes in the one form that TensorRT's importer reads aright."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import change
from trtplugins.onnx.rules.rule import Rule

_NUMBERS: dict[str, Any] = {
    "value_int": np.int64,
    "value_ints": np.int64,
    "value_float": np.float32,
    "value_floats": np.float32,
}


def _numbers(node: ir.Node, opset: int) -> bool:
    return bool(set(_NUMBERS) & set(node.attributes))


def _tensor(node: ir.Node, opset: int, new: Replacement) -> None:
    for name, dtype in _NUMBERS.items():
        if name in node.attributes:
            array = np.asarray(nodes.attribute(node, name), dtype)
            node.attributes.pop(name)
            node.attributes["value"] = ir.AttrTensor("value", ir.tensor(array))


RULES = (
    Rule(
        "Constant",
        _numbers,
        change(_tensor, "its value as a tensor"),
        "TensorRT 8.6 reads integers as floats",
    ),
)
