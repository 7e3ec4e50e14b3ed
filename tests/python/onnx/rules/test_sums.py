"""CumSum."""

from __future__ import annotations

import numpy as np

from support import adapting
from trtplugins.onnx.rules.questions import has_plugin


def test_goes_to_the_plugin_if_there_is_one(rng: np.random.Generator) -> None:
    inputs = {"x": rng.standard_normal((3, 4)).astype(np.float32), "axis": np.asarray(-1)}
    made = adapting.model("CumSum", inputs, constants=["axis"], reverse=1, exclusive=1)
    wanted = "TRTP_CumSum" if has_plugin("CumSum") else "CumSum"
    assert adapting.same(made, inputs, rtol=1e-4) == [wanted]


def test_the_axis_has_to_be_known() -> None:
    inputs = {"x": np.zeros((3, 4), np.float32), "axis": np.asarray(-1)}
    assert "'axis' has to be known" in adapting.refusal(adapting.model("CumSum", inputs))
