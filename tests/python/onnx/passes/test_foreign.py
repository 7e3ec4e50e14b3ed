from __future__ import annotations

import pytest

from support.adapted import ops, parse
from trtplugins import _core
from trtplugins.onnx import adapt
from trtplugins.onnx.passes import foreign


def test_what_is_around_a_plugin_of_nvidias_is_adapted() -> None:
    model = parse(
        """
        g (float[1, 8, 4] b, float[1, 8, 2] s) => (int32[1, 1] n, float[1, 5, 4] d, float t) {
          n, d, e, c = EfficientNMS_TRT <max_output_boxes = 5> (b, s)
          t = ReduceMax <keepdims = 0> (s)
        }
        """,
        18,
    )
    made, _ = adapt(model)
    assert ops(made) == ["EfficientNMS_TRT", "ReduceMax"]
    assert made.graph.node[0].domain == "trtplugins"
    again, report = adapt(made)
    assert again is made, str(report)


def test_a_plugin_that_somebody_registered_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not foreign.registered("Frobnicate")
    monkeypatch.setattr(_core, "creators", lambda: [("Frobnicate", "1", "", "somewhere.so")])
    assert foreign.registered("Frobnicate")
    model = parse("g (float[n] x) => (float[n] y) { y = acme.Frobnicate (x) }", acme=1)
    made, _ = adapt(model)
    assert made is model


def test_without_tensorrt_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise _core.Error("TensorRT was not found")

    monkeypatch.setattr(_core, "creators", missing)
    assert not foreign.registered("Frobnicate")
    assert foreign.registered("BatchedNMS_TRT")
