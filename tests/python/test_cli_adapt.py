from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from click.testing import CliRunner, Result

from support.adapted import parse
from trtplugins import reference
from trtplugins.cli import main

X = np.arange(24, dtype=np.float32).reshape(2, 3, 4)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["adapt", *map(str, arguments)])


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.onnx"
    graph = "g (float[2, 3, 4] x, int64[n] axes) => (float[a, b, c] y) { y = ReduceMax (x, axes) }"
    onnx.save(parse(graph, 18), path)
    return path


def test_the_adapted_model_is_written(model: Path, tmp_path: Path) -> None:
    result = run(model, "-o", tmp_path / "out.onnx", "--freeze", "axes=0,2")
    assert result.exit_code == 0, result.output
    assert "axes: int64, frozen" in result.output
    y = reference.run(tmp_path / "out.onnx", {"x": X})["y"]
    np.testing.assert_array_equal(y, X.max((0, 2), keepdims=True))


def test_one_number_and_a_file_are_values_too(model: Path, tmp_path: Path) -> None:
    np.save(tmp_path / "axes.npy", np.array([1]))
    for given in ("1", tmp_path / "axes.npy"):
        result = run(model, "-o", tmp_path / "out.onnx", "--freeze", f"axes={given}")
        assert result.exit_code == 0, result.output
        y = reference.run(tmp_path / "out.onnx", {"x": X})["y"]
        np.testing.assert_array_equal(y, X.max(1, keepdims=True))


def test_the_report_is_shown_or_written(model: Path, tmp_path: Path) -> None:
    shown = run(model, "--freeze", "axes=1", "--report")
    assert shown.exit_code == 0, shown.output
    assert "ReduceMax" in shown.output
    written = run(model, "--freeze", "axes=1", "--report", tmp_path / "report.json")
    assert "ReduceMax" not in written.output
    report = json.loads((tmp_path / "report.json").read_text())
    assert any("ReduceMax" in change["what"] for change in report["changes"])
    assert report["inputs"]["axes"]["frozen"]
    assert report["refusals"] == []


def test_what_is_refused_is_listed(model: Path, tmp_path: Path) -> None:
    result = run(model, "-o", tmp_path / "out.onnx", "--report", tmp_path / "report.json")
    assert result.exit_code == 1
    assert "refused: node_of_y (ReduceMax): input 'axes'" in result.output
    assert not (tmp_path / "out.onnx").exists()
    assert json.loads((tmp_path / "report.json").read_text())["refusals"]


@pytest.mark.parametrize(
    ("freeze", "message"),
    [
        ("axes=one", "expected NAME=1,2"),
        ("axis=1", "no input 'axis'"),
        ("axes=0.5", "expected int64"),
    ],
)
def test_values_that_are_none(freeze: str, message: str, model: Path) -> None:
    result = run(model, "--freeze", freeze)
    assert result.exit_code != 0
    assert message in result.output
