"""Calibration data on their way to device memory, and what is said of those that do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import helper

import trtplugins as tp
from support import fake_core
from support.models import model
from trtplugins import _core, calibrate
from trtplugins.build import _identity

INPUTS = [("x", "float32", (2, 3)), ("n", "int32", (2,))]


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[fake_core.Memory]:
    """Device memory that is host memory; all of it is to be given back."""
    made = fake_core.Memory()
    monkeypatch.setattr(_core, "cuda", fake_core.Cuda(made))
    monkeypatch.setattr(_core, "cuda_memory", lambda: made)
    yield made
    assert not made.live


def value_at(address: int, like: Any) -> Any:
    out = np.empty_like(like)
    _core.cuda.copy_to_host(out, address)
    return out


def batch(i: int) -> dict[str, Any]:
    return {"x": np.full((2, 3), i, np.float32), "n": np.array([i, -i], np.int32)}


def test_batches_one_after_another(memory: Any) -> None:
    with calibrate.Feed([batch(1), (batch(2)["x"], batch(2)["n"])]) as feed:
        for i in (1, 2):
            addresses = feed.next(INPUTS)
            assert addresses is not None
            for address, (name, _, _) in zip(addresses, INPUTS):
                np.testing.assert_array_equal(value_at(address, batch(i)[name]), batch(i)[name])
        assert feed.next(INPUTS) is None
        assert feed.next(INPUTS) is None


def test_a_function_serves_several_builds(memory: Any) -> None:
    made = []

    def batches() -> Any:
        made.append(1)
        yield batch(1)

    for _ in range(2):
        with calibrate.Feed(batches) as feed:
            assert feed.next(INPUTS)
            assert feed.next(INPUTS) is None
    assert len(made) == 2


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"x": batch(1)["x"]}, "batch 0: expected arrays of x, n; missing n"),
        ({**batch(1), "q": 1}, "batch 0: expected arrays of x, n; got 'q'"),
        ((1, 2, 3), "batch 0: expected 2 arrays, of x, n, got 3"),
        ({**batch(1), "x": np.zeros((2, 4), np.float32)}, "expected float32.2, 3., got"),
        ({**batch(1), "x": np.zeros((2, 3), np.float16)}, "input 'x': expected float32, got"),
        ({**batch(1), "n": np.array([1, 1 << 40])}, "input 'n': some of its int64 values"),
    ],
)
def test_batches_that_do_not_fit(memory: Any, given: Any, message: str) -> None:
    with calibrate.Feed([given]) as feed, pytest.raises(tp.Error, match=message):
        feed.next(INPUTS)


@pytest.mark.parametrize("batches", [3, "ranges.cache", {"x": np.zeros(1)}])
def test_what_are_no_batches(batches: Any) -> None:
    with pytest.raises(tp.Error, match="expected batches to iterate over"):
        calibrate.entropy(batches)


def test_a_version_that_there_is_not() -> None:
    with pytest.raises(tp.Error, match="version: expected 1 or 2, got 3"):
        calibrate.entropy([], version=3)


def test_tables_of_tensorrts_tools(tmp_path: Path) -> None:
    table = b"TRT-8600-MinMaxCalibration\nx: 3c010a14\n"
    (tmp_path / "t").write_bytes(table)
    for source in (table, tmp_path / "t"):
        options = _core.BuildOptions()
        options.int8 = True
        with calibrate.from_table(source).attach(options):
            probe = _core.CalibratorProbe(options, INPUTS, "n", 8600)
            assert probe.algorithm == 3
            assert probe.read_table() == table
    for bad in (b"", b"x: 3c010a14\n", b"TRT-8600-Guesswork\n", b"\xff\xfe"):
        with pytest.raises(tp.Error, match="expected a first line such as 'TRT-8600-Entropy"):
            calibrate.from_table(bad)
    with pytest.raises(tp.Error, match="no-such: No such file"):
        calibrate.from_table("no-such")


def test_calibration_is_refused_where_int8_is_not_wanted() -> None:
    with pytest.raises(tp.Error, match="calibrator: int8 is not among the precisions"):
        tp.build(relu(), calibrator=calibrate.entropy([]))


# -- what stands for a model -------------------------------------------------------------


def relu(weight: float = 1.0) -> onnx.ModelProto:
    nodes = [helper.make_node("Mul", ["x", "w"], ["y"])]
    return model(nodes, {"x": [256]}, ["y"], {"w": np.full(256, weight, np.float32)})


def test_a_model_is_the_same_if_its_weights_are(tmp_path: Path) -> None:
    def identity(given: Any, **freeze: Any) -> str:
        return _identity(given, None, freeze)

    assert identity(relu()) == identity(relu())
    assert identity(relu()) != identity(relu(2.0))
    assert identity(relu()) != identity(relu(), x=np.zeros(3))
    assert identity(relu(), x=np.zeros(3)) != identity(relu(), x=np.ones(3))
    assert identity(relu().SerializeToString()) != identity(relu(2.0).SerializeToString())
    outside = {}
    for weight in (1.0, 2.0):
        path = tmp_path / "model.onnx"
        onnx.save_model(
            relu(weight), path, save_as_external_data=True, location="weights.bin", size_threshold=0
        )
        outside[weight] = (identity(path), path.read_bytes())
        (tmp_path / "weights.bin").unlink()
    assert outside[1.0][1] == outside[2.0][1]  # the model itself does not say
    assert outside[1.0][0] != outside[2.0][0]
    with pytest.raises(tp.Error, match=r"weights\.bin: No such file"):
        identity(tmp_path / "model.onnx")
