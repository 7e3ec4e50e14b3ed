"""Pad of every mode, and CenterCropPad."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting
from trtplugins.onnx.rules.questions import has_plugin


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


@pytest.mark.parametrize(
    ("shape", "pads"), [([3, 9], True), ([6, 7], True), ([3, 6], False), ([5, 7], False)]
)
@pytest.mark.parametrize("dtype", ["float32", "float16", "int32", "bool", "uint32", "uint8"])
def test_center_is_a_plugin_where_it_pads(
    shape: list[int], pads: bool, dtype: str, rng: np.random.Generator
) -> None:
    inputs = {"x": rng.integers(0, 2, (2, 5, 7)).astype(dtype), "shape": np.array(shape)}
    made = adapting.model("CenterCropPad", inputs, constants=["shape"], axes=[-2, 2])
    found = adapting.same(made, inputs)
    if has_plugin("CenterCropPad"):
        assert ("TRTP_CenterCropPad" in found) == pads
        assert "Pad" not in found


def test_center_of_sizes_that_an_engine_alone_knows(rng: np.random.Generator) -> None:
    if not has_plugin("CenterCropPad"):
        pytest.skip("this build has no plugin for it")
    inputs = {"x": rng.standard_normal((3, 5)).astype(np.float32), "shape": np.array([4, 2])}
    made = adapting.model("CenterCropPad", inputs, constants=["shape"], dynamic=["x"])
    assert adapting.same(made, inputs) == ["TRTP_CenterCropPad"]


def test_center_has_to_know_what_is_wanted() -> None:
    inputs = {"x": np.zeros((3, 5), np.float32), "shape": np.array([4, 2])}
    made = adapting.model("CenterCropPad", inputs)
    assert "input 'shape' has to be known" in adapting.refusal(made)
