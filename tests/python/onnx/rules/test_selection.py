"""TopK, ArgMax, ArgMin, OneHot, and as many results as the data say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting
from trtplugins.onnx.rules.questions import has_plugin


@pytest.mark.parametrize("axis", [-1, 0, 1])
@pytest.mark.parametrize("dtype", [np.int64, np.int32, np.float32])
def test_one_hot(axis: int, dtype: Any, rng: np.random.Generator) -> None:
    inputs = {
        "indices": rng.integers(-5, 5, (2, 3)).astype(dtype),
        "depth": np.asarray(5),
        "values": rng.standard_normal(2).astype(np.float32),
    }
    adapting.same(adapting.model("OneHot", inputs, constants=["depth"], axis=axis), inputs)


def test_indices_out_of_range_are_off() -> None:
    if has_plugin("OneHot"):
        pytest.skip("the plugin has its own test")
    inputs = {
        "indices": np.array([-4, -3, 2, 3]),
        "depth": np.asarray(3),
        "values": np.array([0, 1]),
    }
    made = adapting.model("OneHot", inputs, constants=["depth"])
    rows = [[0, 0, 0], [1, 0, 0], [0, 0, 1], [0, 0, 0]]
    adapting.same(made, inputs, expected=[np.array(rows)])


@pytest.mark.parametrize("op", ["ArgMax", "ArgMin"])
@pytest.mark.parametrize("last", [0, 1])
@pytest.mark.parametrize("keepdims", [0, 1])
def test_of_vectors(op: str, last: int, keepdims: int, rng: np.random.Generator) -> None:
    inputs = {"x": rng.integers(0, 3, 20).astype(np.float32)}
    made = adapting.model(op, inputs, select_last_index=last, keepdims=keepdims)
    assert op in adapting.same(made, inputs)


@pytest.mark.parametrize("op", ["ArgMax", "ArgMin"])
@pytest.mark.parametrize("last", [0, 1])
def test_of_integers(op: str, last: int, rng: np.random.Generator) -> None:
    x = rng.integers(0, 3, (4, 9)) + 2**30  # as float32 all the same
    inputs = {"x": x.astype(np.int32)}
    made = adapting.model(op, inputs, axis=1, select_last_index=last, keepdims=0)
    if has_plugin("TopK"):
        assert "TRTP_TopK" in adapting.same(made, inputs)
    else:
        assert "no plugin" in adapting.refusal(made)


@pytest.mark.parametrize(("dtype", "k"), [(np.int32, 2), (np.float32, 3841)])
def test_top_k_that_tensorrt_lacks(dtype: Any, k: int, rng: np.random.Generator) -> None:
    inputs = {"x": rng.permutation(4000)[None].astype(dtype), "k": np.array([k])}
    made = adapting.model("TopK", inputs, constants=["k"], outputs=2)
    if has_plugin("TopK"):
        assert adapting.same(made, inputs) == ["TRTP_TopK"]
    else:
        assert "no plugin" in adapting.refusal(made)


@pytest.mark.parametrize("axis", [None, 0, -1])
def test_compress_by_what_is_known(axis: Any, rng: np.random.Generator) -> None:
    inputs = {
        "x": rng.standard_normal((3, 3)).astype(np.float32),
        "c": np.array([True, False, True]),
    }
    adapting.same(adapting.model("Compress", inputs, constants=["c"], axis=axis), inputs)


@pytest.mark.parametrize("op", ["NonZero", "Unique", "Compress"])
def test_unknown_counts_are_refused(op: str) -> None:
    inputs: dict[str, Any] = {"x": np.zeros(3, np.float32)}
    if op == "Compress":
        inputs["c"] = np.zeros(3, np.bool_)
    assert "depends on the data" in adapting.refusal(adapting.model(op, inputs))
