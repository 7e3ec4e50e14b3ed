from __future__ import annotations

import numpy as np
import pytest

import trtplugins as tp
from support.adapted import adapted, ops, parse
from trtplugins.onnx import adapt

TWICE = """
<domain: "acme", opset_import: ["" : 17]>
Twice (a) => (b) { two = Constant <value: tensor = float {2.0}> () b = Mul (a, two) }
"""


def test_functions_are_inlined_in_subgraphs_too() -> None:
    model = parse(
        """
        g (bool c, float[3] x) => (float[3] y) {
          t = acme.Twice (x)
          y = If (c) <
            then_branch: graph = a () => (float[3] r) { r = acme.Twice (t) },
            else_branch: graph = b () => (float[3] r) { r = Identity (t) }>
        }
        """,
        functions=TWICE,
        acme=1,
    )
    made, report = adapted(model, {"c": True, "x": np.ones(3, np.float32)})
    assert ops(made) == ["Mul", "If"]
    assert not made.functions
    assert any(str(change).startswith("function acme::Twice: inlined") for change in report.changes)


def test_a_function_of_another_opset_keeps_its_meaning() -> None:
    """Softmax of opset 11 flattens all dimensions from the axis on."""
    soft = """
    <domain: "acme", opset_import: ["" : 11]>
    Soft (a) => (b) { b = Softmax <axis = 1> (a) }
    """
    graph = "g (float[2, 3, 4] x) => (float[2, 3, 4] y) { y = acme.Soft (x) }"
    x = np.arange(24, dtype=np.float32).reshape(2, 3, 4) / 7
    made, _ = adapt(parse(graph, functions=soft, acme=1))
    flat = np.exp(x.reshape(2, 12))
    expected = (flat / flat.sum(axis=1, keepdims=True)).reshape(x.shape)
    np.testing.assert_allclose(tp.reference.run(made, {"x": x})["y"], expected, rtol=1e-6)


def test_functions_in_a_circle_are_an_error() -> None:
    circle = """
    <domain: "acme", opset_import: ["" : 17, "acme" : 1]>
    F (a) => (b) { b = acme.G (a) }
    <domain: "acme", opset_import: ["" : 17, "acme" : 1]>
    G (a) => (b) { b = acme.F (a) }
    """
    model = parse("g (float[1] x) => (float[1] y) { y = acme.F (x) }", functions=circle, acme=1)
    with pytest.raises(tp.Error, match=r"functions cannot be inlined.*Cyclic"):
        adapt(model)
