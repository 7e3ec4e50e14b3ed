from __future__ import annotations

import numpy as np

import trtplugins as tp
from support.adapted import adapted, parse, run
from trtplugins.onnx.passes import omitted

X = np.arange(8, dtype=np.float32).reshape(2, 4) - 3


def test_lower_bound_of_a_clip() -> None:
    model = parse('g (float[2, 4] x, float h) => (float[2, 4] y) { y = Clip (x, "", h) }')
    made, _ = adapted(model, {"x": X, "h": np.float32(2)})
    assert all(name for node in made.graph.node for name in node.input)
    made, report = run(omitted.run, model)
    assert all(made.graph.node[-1].input)
    assert [change.how for change in report.changes] == ["input 1 stated"]


def test_axes_of_a_slice() -> None:
    model = parse(
        """
        g (float[2, 4] x) => (float[2, 2] y) {
          s = Constant <value = int64[2] {0, 0}> ()
          e = Constant <value = int64[2] {2, 4}> ()
          k = Constant <value = int64[2] {1, 2}> ()
          y = Slice (x, s, e, "", k)
        }
        """
    )
    made, _ = adapted(model, {"x": X})
    assert "" not in made.graph.node[-1].input


def test_bias_and_state_of_a_recurrent_network(rng: np.random.Generator) -> None:
    model = parse(
        """
        g (float[5, 2, 4] x, float[1, 12, 4] w, float[1, 12, 3] r, float[1, 2, 3] c)
          => (float[5, 1, 2, 3] y) { y = LSTM <hidden_size = 3> (x, w, r, "", "", "", c) }
        """
    )
    feeds = {
        value.name: rng.standard_normal([d.dim_value for d in value.type.tensor_type.shape.dim])
        .astype(np.float32)
        for value in model.graph.input
    }  # fmt: skip
    made, _ = run(omitted.run, model)
    names = list(made.graph.node[-1].input)
    assert names.count("") == 1, "the lengths alone, which TensorRT does without"
    full = {"x": feeds["x"], "w": feeds["w"], "r": feeds["r"], "c": feeds["c"]}
    zeros = parse(
        """
        g (float[5, 2, 4] x, float[1, 12, 4] w, float[1, 12, 3] r, float[1, 2, 3] c,
           float[1, 24] b, float[1, 2, 3] h)
          => (float[5, 1, 2, 3] y) { y = LSTM <hidden_size = 3> (x, w, r, b, "", h, c) }
        """
    )
    expected = tp.reference.run(
        zeros, {**full, "b": np.zeros((1, 24), np.float32), "h": np.zeros((1, 2, 3), np.float32)}
    )
    np.testing.assert_array_equal(tp.reference.run(made, full)["y"], expected["y"])


def test_count_and_condition_of_a_loop() -> None:
    model = parse(
        """
        g (float[2, 4] x) => (float[2, 4] y) {
          five = Constant <value = float {5.0}> ()
          y = Loop ("", "", x) <body: graph = b (int64 i, bool go, float[2, 4] s) =>
            (bool on, float[2, 4] t) {
              t = Add (s, five)
              m = ReduceMax <keepdims = 0> (t)
              top = Constant <value = float {20.0}> ()
              on = Less (m, top)
            }>
        }
        """
    )
    made, report = run(omitted.run, model)
    assert all(made.graph.node[-1].input)
    assert len(report.changes) == 2
    np.testing.assert_array_equal(tp.reference.run(made, {"x": X})["y"], X + 20)


def test_what_is_left_out_at_the_end_is_dropped() -> None:
    model = parse('g (float[2, 4] x) => (float[2, 4] y) { y = Clip (x, "", "") }')
    made, report = run(omitted.run, model)
    assert list(made.graph.node[0].input) == ["x"]
    assert not report.changes
