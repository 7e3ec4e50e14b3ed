"""What a test of an operator with random results may answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx

from onnx_backend.cases import Arrays, Case


def alternatives(case: Case) -> list[Arrays]:
    """The admissible results: every element, over all outputs, is that of one of them.

    Empty where the results are not random: there `case.expected` is the only answer.
    """
    node = case.model.graph.node[-1]
    if node.op_type == "Bernoulli":
        return _bernoulli(case, node)
    if node.op_type == "Dropout" and _input(case, node, 2, False):
        return _dropout(case, node)
    return []


def _bernoulli(case: Case, node: onnx.NodeProto) -> list[Arrays]:
    p = case.feeds[node.input[0]]
    (y,) = case.expected.values()
    return [{node.output[0]: (p >= 1).astype(y.dtype)}, {node.output[0]: (p > 0).astype(y.dtype)}]


def _dropout(case: Case, node: onnx.NodeProto) -> list[Arrays]:
    x = case.feeds[node.input[0]]
    ratio = float(_input(case, node, 1, 0.5))
    kept = {"y": x / np.asarray(1 - ratio, x.dtype), "mask": np.ones(x.shape, bool)}
    dropped = {"y": np.zeros_like(x), "mask": np.zeros(x.shape, bool)}
    found = [dropped, kept] if ratio > 0 else [kept]
    return [dict(zip(node.output, each.values())) for each in found]


def _input(case: Case, node: onnx.NodeProto, index: int, default: Any) -> Any:
    if index >= len(node.input) or not node.input[index]:
        return default
    return case.feeds[node.input[index]].item()
