"""GridSample and RoiAlign."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting


@pytest.mark.parametrize("mode", [None, "linear", "cubic", "nearest"])
def test_older_names(mode: Any, rng: np.random.Generator) -> None:
    inputs = {
        "x": rng.standard_normal((1, 2, 4, 5)).astype(np.float32),
        "grid": rng.uniform(-1.2, 1.2, (1, 3, 3, 2)).astype(np.float32),
    }
    made = adapting.model("GridSample", inputs, mode=mode)
    adapting.same(made, inputs)
    (node,) = adapting.adapt(made)[0].graph.node
    names = {a.s for a in node.attribute if a.name == "mode"}
    assert names <= {b"bilinear", b"bicubic", b"nearest"}


def test_volumes_are_refused() -> None:
    inputs = {
        "x": np.zeros((1, 1, 2, 2, 2), np.float32),
        "grid": np.zeros((1, 2, 2, 2, 3), np.float32),
    }
    assert "process down" in adapting.refusal(adapting.model("GridSample", inputs))


def test_regions_are_refused() -> None:
    inputs = {
        "x": np.zeros((1, 1, 4, 4), np.float32),
        "rois": np.zeros((1, 4), np.float32),
        "batch": np.zeros(1, np.int64),
    }
    assert "vc_plugin" in adapting.refusal(adapting.model("RoiAlign", inputs))
