from __future__ import annotations

import numpy as np
import pytest

from support.adapted import adapted, ops, parse

X = np.random.default_rng(0).standard_normal((3, 5)).astype(np.float32)
LABELS = np.array([0, 4, 2])


@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
@pytest.mark.parametrize("weighted", [False, True])
def test_losses(reduction: str, weighted: bool) -> None:
    """Whose bodies depend on what is given, and call other functions."""
    shape = "[3]" if reduction == "none" else ""
    inputs, given = ("", "") if not weighted else (", float[5] w", ", w")
    model = parse(
        f"""
        g (float[3, 5] x, int64[3] t{inputs}) => (float{shape} y, float[3, 5] p) {{
          y, p = SoftmaxCrossEntropyLoss <reduction = "{reduction}", ignore_index = 4> (x, t{given})
        }}
        """
    )
    feeds = {"x": X, "t": LABELS, "w": np.array([1, 2, 3, 4, 5], np.float32)}
    used = {value.name for value in model.graph.input}
    made, report = adapted(model, {k: v for k, v in feeds.items() if k in used}, rtol=1e-5)
    assert not {"SoftmaxCrossEntropyLoss", "NegativeLogLikelihoodLoss"} & set(ops(made))
    assert "expanded into ONNX's function body" in str(report)


def test_an_output_that_nobody_uses() -> None:
    model = parse(
        "g (float[3, 5] x, int64[3] t) => (float y) { y = SoftmaxCrossEntropyLoss (x, t) }"
    )
    made, _ = adapted(model, {"x": X, "t": LABELS}, rtol=1e-5)
    assert [value.name for value in made.graph.output] == ["y"]


def test_a_body_of_an_older_opset_than_the_model_is_read_as_such() -> None:
    """AffineGrid's body is of opset 20, with splits and branches; the model is of 22."""
    model = parse(
        """
        g (float[2, 2, 3] t) => (float[2, 4, 5, 2] y) {
          s = Constant <value = int64[4] {2, 1, 4, 5}> ()
          y = AffineGrid (t, s)
        }
        """,
        22,
    )
    theta = np.array([[[1, 0.5, 0], [0, 1, -1]]] * 2, np.float32)
    made, _ = adapted(model, {"t": theta}, rtol=1e-5)
    assert "If" not in ops(made)
