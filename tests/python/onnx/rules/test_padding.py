"""Pad of every mode, and CenterCropPad."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting


@pytest.mark.parametrize("mode", ["constant", "edge", "reflect", "wrap"])
@pytest.mark.parametrize("dtype", [np.float32, np.int32, np.bool_])
def test_modes(mode: str, dtype: Any, rng: np.random.Generator) -> None:
    for _ in range(4):
        x = (rng.random((3, 4, 5)) * 9).astype(dtype)
        axes = rng.choice(3, int(rng.integers(1, 4)), replace=False)
        inputs = {
            "x": x,
            "pads": rng.integers(0, 9, 2 * len(axes)),
            "value": np.asarray(1, dtype) if rng.random() < 0.5 else None,
            "axes": np.where(rng.random(len(axes)) < 0.5, axes, axes - 3),
        }
        made = adapting.model("Pad", inputs, constants=["pads", "axes", "value"], mode=mode)
        adapting.same(made, inputs)


@pytest.mark.parametrize("mode", ["constant", "edge", "reflect", "wrap"])
@pytest.mark.parametrize("dynamic", [False, True])
def test_negative_pads(mode: str, dynamic: bool, rng: np.random.Generator) -> None:
    """Cut first, then padded: numpy's own does not take them."""
    x = rng.standard_normal((4, 6)).astype(np.float32)
    inputs = {"x": x, "pads": np.array([-1, 2, 1, -3])}
    made = adapting.model("Pad", inputs, constants=["pads"], mode=mode)
    kind: Any = mode
    expected = np.pad(x[1:, :3], ((0, 1), (2, 0)), mode=kind)
    if mode == "constant" and dynamic:
        made = adapting.model("Pad", inputs, constants=["pads"], mode=mode, dynamic=["x"])
    adapting.same(made, inputs, expected=[expected])


def test_what_tensorrt_does_stays(rng: np.random.Generator) -> None:
    inputs = {"x": rng.standard_normal((2, 3)).astype(np.float32), "pads": np.array([1, 0, 2, 0])}
    made = adapting.model("Pad", inputs, constants=["pads"], dynamic=["x"], mode="edge")
    assert adapting.same(made, inputs) == ["Pad"]


def test_unknown_sizes_do_not_wrap() -> None:
    inputs = {"x": np.zeros((2, 3), np.float32), "pads": np.array([1, 0, 2, 0])}
    made = adapting.model("Pad", inputs, constants=["pads"], dynamic=["x"], mode="wrap")
    assert "needs a static size" in adapting.refusal(made)


def test_center(rng: np.random.Generator) -> None:
    for _ in range(10):
        x = rng.standard_normal(tuple(rng.integers(2, 9, 3))).astype(np.float32)
        axes = rng.choice(3, int(rng.integers(1, 4)), replace=False)
        inputs = {"x": x, "shape": rng.integers(1, 9, len(axes))}
        made = adapting.model("CenterCropPad", inputs, constants=["shape"], axes=axes.tolist())
        adapting.same(made, inputs)
