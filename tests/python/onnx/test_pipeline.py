from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

import trtplugins as tp
from support import models
from support.adapted import adapted, parse
from trtplugins.onnx import Refused, adapt


@pytest.mark.parametrize("opset", [13, 17])
def test_a_model_that_needs_nothing_is_returned_as_it_is(opset: int, tmp_path: Path) -> None:
    model = models.add_and_relu()
    model.opset_import[0].version = opset
    path = tmp_path / "m.onnx"
    path.write_bytes(model.SerializeToString())
    for given in (model, model.SerializeToString(), path, str(path)):
        made, report = adapt(given)
        assert made.SerializeToString() == model.SerializeToString()
        assert not report.changes
        assert set(report.inputs) == {"x", "w"}


def test_a_newer_opset_alone_is_lowered() -> None:
    model = parse("g (float[n] x) => (float[n] y) { y = Relu (x) }", 23)
    model.ir_version = 11
    made, report = adapted(model, {"x": np.ones(3, np.float32)})
    assert (made.opset_import[0].version, made.ir_version) == (17, 8)
    assert [str(c) for c in report.changes] == [
        "opset: 23 lowered to 17: TensorRT 8.6 reads no newer one"
    ]


def test_the_report_names_every_input_and_output() -> None:
    model = parse(
        "g (double[n] x, int64[1] k, float16[n] h) => (double[m] v, int64[m] i, float16[n] o) "
        "{ v, i = TopK (x, k) o = Identity (h) }"
    )
    made, report = adapt(model, {"k": [2]})
    ports = {**report.inputs, **report.outputs}
    assert {name: (p.old, p.new, p.engine, p.frozen) for name, p in ports.items()} == {
        "x": ("float64", "float32", "float32", False),
        "k": ("int64", "int64", "int32", True),
        "h": ("float16", "float16", "float16", False),
        "v": ("float64", "float32", "float32", False),
        "i": ("int64", "int64", "int32", False),
        "o": ("float16", "float16", "float16", False),
    }
    feeds = {"x": [3.0, 1.0, 2.0], "k": [2], "h": np.zeros(3, np.float16)}
    results = report.results(tp.reference.run(made, report.feeds(feeds)))
    np.testing.assert_array_equal(results["v"], [3.0, 2.0])
    assert results["i"].dtype == np.int64


def test_names_of_inputs_and_outputs_stay() -> None:
    """Whatever is folded, expanded, taken apart."""
    model = parse(
        """
        g (float[2, 3] a, float[2, 3] b) => (float[2, 3] p, int64[2] q, float[2, 3] r) {
          p = Gelu (a)
          q = Shape (b)
          t = Identity (b)
          r = Identity (t)
        }
        """,
        20,
    )
    feeds = {name: np.ones((2, 3), np.float32) for name in "ab"}
    made, _ = adapted(model, feeds, rtol=1e-5)
    assert [value.name for value in made.graph.input] == ["a", "b"]
    assert [value.name for value in made.graph.output] == ["p", "q", "r"]


def test_a_refused_model_names_every_reason_and_carries_the_report() -> None:
    model = parse("g (float[n] x) => (float[n] y) { a = acme.A (x) y = acme.B (a) }", acme=1)
    with pytest.raises(Refused) as error:
        adapt(model)
    assert [refusal.what for refusal in error.value.report.refusals] == [
        "node_of_a (A)",
        "node_of_y (B)",
    ]


def test_initializers_that_are_inputs_too() -> None:
    """As in models of IR version 3: TensorRT takes them for constants."""
    model = parse("g (float[n] x, float[1] w) => (float[n] y) { y = Mul (x, w) }")
    model.graph.initializer.append(onnx.numpy_helper.from_array(np.ones(1, np.float32), "w"))
    model.ir_version = 3
    made, _ = adapt(model)
    assert made is model
