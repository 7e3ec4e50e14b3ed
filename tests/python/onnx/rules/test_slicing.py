"""Slice, Split, Squeeze and Unsqueeze."""

from __future__ import annotations

import numpy as np
import pytest

from support import adapting


@pytest.mark.parametrize("dynamic", [False, True])
def test_parts_that_do_not_come_out_even(dynamic: bool, rng: np.random.Generator) -> None:
    for _ in range(10):
        parts = int(rng.integers(1, 5))
        size = int(rng.integers(parts * (parts - 1) + 1, 20))
        inputs = {"x": rng.standard_normal((2, size)).astype(np.float32)}
        made = adapting.model(
            "Split",
            inputs,
            outputs=parts,
            dynamic=["x"] if dynamic else [],
            axis=-1,
            num_outputs=parts,
        )
        adapting.same(made, inputs)


def test_squeeze_names_its_axes(rng: np.random.Generator) -> None:
    inputs = {"x": rng.standard_normal((1, 3, 1)).astype(np.float32)}
    made = adapting.model("Squeeze", inputs)
    assert adapting.same(made, inputs) == ["Squeeze"]
    assert len(adapting.adapt(made)[0].graph.node[-1].input) == 2


def test_slice_names_its_axes(rng: np.random.Generator) -> None:
    inputs = {
        "x": rng.standard_normal((5, 4)).astype(np.float32),
        "starts": np.array([-1, 3]),
        "ends": np.array([-(2**31), -100]),
        "axes": None,
        "steps": np.array([-2, -1]),
    }
    constants = ["starts", "ends", "steps"]
    adapting.same(adapting.model("Slice", inputs, constants=constants), inputs)


@pytest.mark.parametrize("op", ["Squeeze", "Unsqueeze"])
def test_axes_have_to_be_known(op: str) -> None:
    inputs = {"x": np.zeros((1, 3), np.float32), "axes": np.array([0])}
    assert "'axes' has to be known" in adapting.refusal(adapting.model(op, inputs))
