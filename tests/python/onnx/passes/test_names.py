from __future__ import annotations

import numpy as np
import pytest

import trtplugins as tp
from support.adapted import adapted, ops, parse, run
from trtplugins.onnx import Refused, adapt
from trtplugins.onnx.passes import names

CHAIN = "g (float[3] x) => (float[3] y) { a = Abs (x) b = Neg (a) y = Exp (b) }"
X = np.array([-1, 0, 2], np.float32)


def test_nodes_are_put_in_order() -> None:
    model = parse(CHAIN)
    nodes = list(model.graph.node)[::-1]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    made, report = run(names.run, model)
    assert ops(made) == ["Abs", "Neg", "Exp"]
    assert [change.how for change in report.changes] == ["nodes put in order"]


def test_a_cycle_is_named() -> None:
    model = parse(CHAIN)
    model.graph.node[0].input[0] = "b"
    with pytest.raises(tp.Error, match=r"the graph has a cycle: through '.*' \((Abs|Neg)\)"):
        adapt(model)


def test_a_cycle_through_a_subgraph_is_an_error() -> None:
    model = parse(
        """
        g (bool c) => (float[1] y) {
          y = If (c) <
            then_branch: graph = a () => (float[1] r) { r = Abs (y) },
            else_branch: graph = b () => (float[1] r) { r = Neg (y) }>
        }
        """
    )
    with pytest.raises(tp.Error, match="cycle"):
        adapt(model)


def test_what_is_not_used_is_gone() -> None:
    model = parse("g (float[3] x) => (float[3] y) { y = Abs (x) b = Hardmax (x) c = Neg (b) }")
    made, report = adapted(model, {"x": X})
    assert ops(made) == ["Abs"]
    assert [str(change) for change in report.changes] == [
        "2 nodes: removed: their results are not used"
    ]


def test_a_subgraph_shares_no_name_with_what_is_around() -> None:
    """TensorRT's parser would overwrite the outer t when it comes to the branch."""
    model = parse(
        """
        g (bool c, float[3] x) => (float[3] y) {
          t = Abs (x)
          r = If (c) <
            then_branch: graph = a () => (float[3] t) { t = Neg (x) },
            else_branch: graph = b () => (float[3] e) { e = Exp (x) }>
          y = Add (t, r)
        }
        """
    )
    made, report = run(names.run, model)
    inner = {a.g.output[0].name for a in made.graph.node[1].attribute}
    assert "t" not in inner
    assert [change.what for change in report.changes] == ["value 't'"]
    for c in (True, False):
        got = tp.reference.run(made, {"c": np.asarray(c), "x": X})["y"]
        np.testing.assert_allclose(got, np.abs(X) + (-X if c else np.exp(X)), rtol=1e-6)


def test_a_value_that_is_two_outputs_is_copied() -> None:
    model = parse("g (float[3] x) => (float[3] y) { y = Abs (x) z = Identity (y) }")
    output = model.graph.output.add()
    output.CopyFrom(model.graph.output[0])
    output.name = "z"
    made, _ = adapted(model, {"x": X})
    assert [value.name for value in made.graph.output] == ["y", "z"]


def test_an_output_that_is_an_input_is_refused() -> None:
    model = parse("g (float[3] x) => (float[3] y) { y = Abs (x) }")
    model.graph.output.add().CopyFrom(model.graph.input[0])
    with pytest.raises(Refused, match="output 'x': it is an input too"):
        adapt(model)


def test_values_and_nodes_without_a_name_get_one() -> None:
    model = parse("g (float[3] x) => (float[3] y) { y = Abs (x) }")
    model.graph.node[0].ClearField("name")
    made, report = run(names.run, model)
    assert made.graph.node[0].name
    assert not report.changes
