from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import pytest

import trtplugins as tp
from support.adapted import adapted, parse
from trtplugins.onnx import adapt

SUM = parse(
    "g (float[2, n, 4] x, int64[a] axes) => (float y) { y = ReduceMean <keepdims = 0> (x, axes) }",
    opset=18,
)
X = np.arange(24, dtype=np.float32).reshape(2, 3, 4)


@pytest.mark.parametrize("axes", [[1, 2], 1, np.array([0]), np.array([-1, 0], np.int32)])
def test_a_value_becomes_a_constant(axes: Any) -> None:
    model = onnx.ModelProto()
    model.CopyFrom(SUM)
    model.graph.output[0].type.tensor_type.ClearField("shape")
    feeds = {"x": X, "axes": np.atleast_1d(np.asarray(axes, np.int64))}
    made, report = adapted(model, feeds, {"axes": axes})
    assert [value.name for value in made.graph.input] == ["x"]
    assert report.inputs["axes"].frozen
    assert not report.inputs["x"].frozen
    assert report.feeds(feeds).keys() == {"x"}


@pytest.mark.parametrize(
    ("freeze", "message"),
    [
        ({"axis": [1]}, "no input 'axis'; its inputs: x, axes"),
        ({"axes": [0.5]}, "input 'axes': expected int64, got float64"),
        ({"axes": [[1, 2]]}, r"input 'axes': expected shape \[a\], got \(1, 2\)"),
        ({"x": np.zeros((2, 3, 5), np.float32)}, r"'x': expected shape \[2,n,4\], got \(2, 3, 5\)"),
    ],
)
def test_what_does_not_fit_the_input_is_an_error(freeze: dict[str, Any], message: str) -> None:
    with pytest.raises(tp.Error, match=message):
        adapt(SUM, freeze)
