"""Adapted models in TensorRT's hands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

import trtplugins as tp
from support.adapted import parse
from trtplugins.onnx import adapt, files

QUICK = {"tactic_sources": 0, "optimization_level": 0}


@pytest.mark.gpu
def test_build_adapts_by_itself() -> None:
    """TensorRT alone reduces everything, without a word."""
    model = parse(
        "g (float[2, 3, 4] x, int64[1] axes) => (float[2, 1, 4] y) { y = ReduceMax (x, axes) }", 18
    )
    x = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    engine = tp.build(model, freeze={"axes": [1]}, **QUICK)
    np.testing.assert_array_equal(engine(x), x.max(1, keepdims=True))


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["int8", "uint16", "uint32"])
def test_integers_wrap_around(dtype: str, rng: np.random.Generator) -> None:
    model = parse(
        f"g ({dtype}[64] a, {dtype}[64] b) => ({dtype}[64] y, bool[64] z) "
        "{ s = Mul (a, b) y = Add (s, b) z = Less (a, b) }"
    )
    limits = np.iinfo(dtype)
    a, b = (rng.integers(limits.min, limits.max, 64, dtype, endpoint=True) for _ in range(2))
    adapted, report = adapt(model)
    engine = tp.build(adapted, adapt=False, **QUICK)
    got = report.results(engine(**report.feeds({"a": a, "b": b}, engine=True)))
    np.testing.assert_array_equal(got["y"], a * b + b)
    np.testing.assert_array_equal(got["z"], a < b)


@pytest.mark.gpu
def test_weights_that_stay_in_their_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    w = np.arange(12, dtype=np.float32).reshape(4, 3)
    model = parse("g (float[2, 4] x) => (float[2, 3] y) { t = MatMul (x, w) y = Gelu (t) }", 20)
    model.graph.initializer.append(onnx.numpy_helper.from_array(w, "w"))
    path = tmp_path / "model.onnx"
    onnx.save(model, path, save_as_external_data=True, location="w.bin", size_threshold=0)
    monkeypatch.setattr(files, "LIMIT", 16)
    x = np.ones((2, 4), np.float32) / 50
    expected = tp.reference.run(path, {"x": x})["y"]
    for given in (path, adapt(path)[0]):
        np.testing.assert_allclose(tp.build(given, **QUICK)(x), expected, rtol=1e-3)
