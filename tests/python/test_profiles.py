"""Profiles are checked before TensorRT sees them."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper

import trtplugins as tp
from support.models import PAIRS, add_and_relu, model, three_operators
from trtplugins.profiles import check, onnx_inputs, ranges_of


def checked(profiles: Any, source: Any = None) -> Any:
    ranges = ranges_of(profiles)
    check(ranges, onnx_inputs(source or add_and_relu()))
    return ranges


def test_good_ones() -> None:
    assert checked(PAIRS)[0]["x"] == ([1, 8], [4, 8], [16, 8])
    assert len(checked([PAIRS, {n: [(0, 8), (0, 8), (0, 8)] for n in PAIRS}])) == 2
    assert checked({n: np.array([(1, 8), (2, 8), (3, 8)]) for n in PAIRS})[0]["w"][2] == [3, 8]
    assert checked(None, three_operators(4)) == []
    assert checked({"x": [(4, 64)] * 3}, three_operators(4))


@pytest.mark.parametrize(
    ("profiles", "message"),
    [
        (None, "input 'x' of shape (n, 8) is dynamic: give the shapes to build for, profiles={'x'"),
        ({"x": PAIRS["x"]}, "input 'w' of shape (n, 8) is dynamic"),
        ([PAIRS, {"w": PAIRS["w"]}], "profile 1: input 'x' of shape (n, 8) is dynamic"),
        ({**PAIRS, "q": PAIRS["x"]}, "the model has no input 'q'; expected one of 'x', 'w'"),
        ({"x": [(4, 8), (1, 8), (16, 8)]}, "'x': expected 0 <= min <= opt <= max, got (4, 8), (1"),
        ({"x": [(-1, 8), (1, 8), (16, 8)]}, "expected 0 <= min <= opt <= max"),
        ({"x": [(1, 8), (4, 8)]}, "profile of input 'x': expected [min, opt, max], got 2 shapes"),
        ({"x": [(1, 8), (4, 8), (4, 8, 1)]}, "expected shapes of one rank"),
        ({"x": [1, 4, 16]}, "expected [min, opt, max], three shapes, got [1, 4, 16]"),
        ({"x": [(1.5, 8), (4, 8), (8, 8)]}, "expected [min, opt, max], three shapes"),
        ({**PAIRS, "x": [(1, 8, 1)] * 3}, "'x': expected shapes of the form (n, 8), got (1, 8, 1)"),
        ({**PAIRS, "x": [(1, 9)] * 3}, "'x': expected shapes of the form (n, 8), got (1, 9)"),
    ],
)
def test_bad_ones(profiles: Any, message: str) -> None:
    with pytest.raises(tp.Error, match=re.escape(message)):
        checked(profiles)


def test_what_a_model_declares() -> None:
    nodes = [helper.make_node("Add", ["x", "c"], ["y"])]
    source = model(nodes, {"x": [None, 3], "c": [3]}, ["y"], {"c": np.zeros(3, np.float32)})
    declared = onnx_inputs(source)
    assert list(declared) == ["x"]  # c has a value
    assert declared["x"].shape == (-1, 3)
    assert declared["x"].is_dynamic


def test_inputs_that_only_tensorrt_knows_about() -> None:
    source = add_and_relu()
    source.graph.input[0].type.tensor_type.ClearField("shape")  # of no declared rank
    extents = helper.make_tensor_value_info("k", TensorProto.INT64, [4])  # may be a shape
    source.graph.input.append(extents)
    checked({"x": [(1, 2, 3)] * 3, "w": PAIRS["w"], "k": [(1, 2, 3, 4)] * 3}, source)
