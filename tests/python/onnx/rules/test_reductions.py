"""Reductions, however their axes come."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting

KINDS = ("L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "Sum", "SumSquare")


@pytest.mark.parametrize("kind", KINDS)
def test_axes_are_an_attribute(kind: str, rng: np.random.Generator) -> None:
    for _ in range(5):
        rank = int(rng.integers(1, 5))
        x = rng.uniform(0.1, 2, tuple(rng.integers(1, 5, rank))).astype(np.float32)
        axes = rng.choice(rank, int(rng.integers(1, rank + 1)), replace=False)
        axes = np.where(rng.random(len(axes)) < 0.5, axes, axes - rank)
        inputs = {"x": x, "axes": axes}
        made = adapting.model(
            f"Reduce{kind}",
            inputs,
            constants=["axes"],
            dynamic=["x"] if rng.random() < 0.5 else [],
            keepdims=int(rng.integers(2)),
        )
        adapting.same(made, inputs, rtol=1e-4)
        adapted, _ = adapting.adapt(made)
        for node in adapted.graph.node:
            if node.op_type.startswith("Reduce") and node.op_type != "ReduceSum":
                assert len(node.input) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("axes", [None, np.zeros(0, np.int64)], ids=["no axes", "empty axes"])
@pytest.mark.parametrize("noop", [0, 1])
def test_no_axes(kind: str, axes: Any, noop: int, rng: np.random.Generator) -> None:
    inputs = {"x": rng.uniform(0.1, 2, (2, 3)).astype(np.float32), "axes": axes}
    made = adapting.model(f"Reduce{kind}", inputs, constants=["axes"], noop_with_empty_axes=noop)
    adapting.same(made, inputs, rtol=1e-4)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "Mean"])
def test_empty_sets(kind: str) -> None:
    inputs = {"x": np.zeros((2, 0, 3), np.float32), "axes": np.array([1])}
    made = adapting.model(f"Reduce{kind}", inputs, constants=["axes"], keepdims=0)
    assert adapting.same(made, inputs) == []


def test_the_mean_of_nothing_is_refused() -> None:
    inputs = {"x": np.zeros((2, 0), np.float32), "axes": np.array([1])}
    made = adapting.model("ReduceMean", inputs, constants=["axes"])
    assert "mean of an empty set" in adapting.refusal(made)


@pytest.mark.parametrize("kind", ["Max", "Min"])
def test_bool(kind: str, rng: np.random.Generator) -> None:
    inputs = {"x": rng.random((3, 4)) < 0.5, "axes": np.array([1])}
    adapting.same(adapting.model(f"Reduce{kind}", inputs, constants=["axes"]), inputs)


@pytest.mark.parametrize("kind", ["L1", "L2", "Mean", "Prod", "Sum", "SumSquare", "Max", "Min"])
def test_integers(kind: str, rng: np.random.Generator) -> None:
    inputs = {"x": rng.integers(-9, 9, (3, 4)).astype(np.int32), "axes": np.array([1])}
    made = adapting.model(f"Reduce{kind}", inputs, constants=["axes"])
    expected = None
    if kind == "Mean":  # numpy's own sum of integers, cut off
        expected = [np.trunc(inputs["x"].sum(1, keepdims=True) / 4).astype(np.int32)]
    adapting.same(made, inputs, expected=expected)


@pytest.mark.parametrize("keepdims", [0, 1])
def test_exponentials_do_not_overflow(keepdims: int) -> None:
    x = np.array([[1000, 999, -1000], [-2000, -2000, -np.inf], [-np.inf] * 3], np.float32)
    inputs = {"x": x, "axes": np.array([1])}
    made = adapting.model("ReduceLogSumExp", inputs, constants=["axes"], keepdims=keepdims)
    wanted = np.logaddexp.reduce(x.astype(np.float64), axis=1, keepdims=bool(keepdims))
    adapting.same(made, inputs, expected=[wanted.astype(np.float32)])
    assert "Exp" in adapting.operators(adapting.adapt(made)[0])


def test_axes_that_are_not_known_are_refused() -> None:
    inputs = {"x": np.zeros((2, 3), np.float32), "axes": np.array([1])}
    assert "'axes' has to be known" in adapting.refusal(adapting.model("ReduceMax", inputs))
