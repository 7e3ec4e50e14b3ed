from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx_ir as ir
import pytest

import trtplugins as tp
from support.adapted import adapted, ops, parse
from trtplugins.onnx import Refused, adapt
from trtplugins.onnx.passes import apply_rules
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, refuse, rewrite
from trtplugins.onnx.rules.rule import Rule, always

X = np.arange(12, dtype=np.float32).reshape(3, 4) / 5 - 1


def table(monkeypatch: pytest.MonkeyPatch, *rules: Rule) -> None:
    monkeypatch.setattr(
        apply_rules, "rules", lambda: {r.op: [s for s in rules if s.op == r.op] for r in rules}
    )


def becomes(op: str) -> object:
    def build(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
        return [new.op(op, *node.inputs)]

    return rewrite(build, f"replaced by {op}")


def test_new_nodes_go_through_the_rules_again(monkeypatch: pytest.MonkeyPatch) -> None:
    table(
        monkeypatch,
        Rule("Abs", always, becomes("Neg"), "first"),  # type: ignore[arg-type]
        Rule("Neg", always, becomes("Exp"), "second"),  # type: ignore[arg-type]
    )
    made, report = adapt(parse("g (float[3, 4] x) => (float[3, 4] y) { y = Abs (x) }"))
    assert ops(made) == ["Exp"]
    assert [change.why for change in report.changes] == ["first", "second"]


def test_rules_that_undo_one_another_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    table(
        monkeypatch,
        Rule("Abs", always, becomes("Neg"), ""),  # type: ignore[arg-type]
        Rule("Neg", always, becomes("Abs"), ""),  # type: ignore[arg-type]
    )
    with pytest.raises(tp.Error, match="do not come to an end"):
        adapt(parse("g (float[3, 4] x) => (float[3, 4] y) { y = Abs (x) }"))


def test_all_refusals_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def impossible(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
        raise Impossible("it is not possible")

    table(
        monkeypatch,
        Rule("Abs", always, refuse("it is refused"), ""),
        Rule("Neg", always, rewrite(impossible, ""), ""),
    )
    model = parse("g (float[3, 4] x) => (float[3, 4] y) { [a] t = Abs (x) [b] y = Neg (t) }")
    with pytest.raises(Refused) as error:
        adapt(model)
    assert str(error.value).splitlines() == [
        "a (Abs): it is refused",
        "b (Neg): it is not possible",
    ]


def test_a_refusal_that_folding_makes_void_is_none() -> None:
    """The pads follow from a shape that is known only once the function body is there."""
    model = parse(
        """
        g (float[3, 4] x) => (float[5, 4] y) {
          s = Constant <value = int64[1] {5}> ()
          y = CenterCropPad <axes = [0]> (x, s)
        }
        """,
        18,
    )
    made, _ = adapted(model, {"x": X})
    assert "CenterCropPad" not in ops(made)


def test_operators_of_this_library_get_their_second_name() -> None:
    model = parse(
        "g (float[3, 4] x) => (float[3, 4] y) "
        '{ a = Gelu <approximate = "tanh"> (x) y = LReLU_TRT <negSlope = 0.5> (a) }',
        20,
    )
    made, _ = adapt(model)
    assert ops(made) == ["TRTP_Gelu", "TRTP_LReLU_TRT"]
    assert {node.domain for node in made.graph.node} == {"trtplugins"}
    gelu, leaky = made.graph.node
    assert [a.name for a in gelu.attribute] == ["approximate"]
    assert {a.name for a in leaky.attribute} == {"negSlope", "plugin_version"}
    got = tp.reference.run(made, {"x": X})["y"]
    gelu_x = 0.5 * X * (1 + np.tanh(np.sqrt(2 / np.pi) * (X + 0.044715 * X**3)))
    np.testing.assert_allclose(got, np.where(gelu_x < 0, 0.5, 1) * gelu_x, rtol=1e-4, atol=1e-6)


def test_inside_branches_too() -> None:
    model = parse(
        """
        g (bool c, float[3, 4] x) => (float[3, 4] y) {
          y = If (c) <
            then_branch: graph = a () => (float[3, 4] r) { r = Gelu (x) },
            else_branch: graph = b () => (float[3, 4] e) { e = Mish (x) }>
        }
        """,
        20,
    )
    made, _ = adapted(model, {"c": np.asarray(True), "x": X}, rtol=1e-5)
    adapted(model, {"c": np.asarray(False), "x": X}, rtol=1e-5)
    inner = [ops_of for a in made.graph.node[0].attribute for ops_of in a.g.node]
    assert "TRTP_Gelu" in {node.op_type for node in inner}
