from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from support.models import BATCHES, build, three_operators
from trtplugins import _core
from trtplugins.cli import main

PLAN = b"ftrt" + bytes(20) + bytes((8, 6, 0, 12)) + bytes(range(200))


def inspect(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["inspect", *map(str, arguments)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    header = _core.PlanHeader(
        tensorrt="8.6.0", gpu="NVIDIA H200", compute_capability="9.0", operators={"Gelu": 1}
    )
    _core.write_plan(str(tmp_path / "model.plan"), PLAN, header)
    return tmp_path / "model.plan"


def test_the_header_without_a_gpu(path: Path) -> None:
    result = inspect(path, "--no-layers")
    assert result.exit_code == 0, result.output
    for fact in ("8.6.0", "NVIDIA H200", "9.0", "Gelu (data 1)", str(len(PLAN)), "not stated"):
        assert fact in result.output


def test_for_programs(path: Path) -> None:
    told = json.loads(inspect(path, "--no-layers", "--json").output)
    assert told["TensorRT"] == "8.6.0"
    assert told["operators"] == {"Gelu": 1}
    assert told["engine"] is None


def test_a_bare_plan(path: Path) -> None:
    path.write_bytes(PLAN)
    result = inspect(path, "--no-layers")
    assert result.exit_code == 0, result.output
    assert "a bare plan" in result.output
    assert "8.6.0" in result.output


def test_what_cannot_be_loaded_is_still_described(path: Path) -> None:
    """There is no GPU, or the GPU's TensorRT refuses it: the header is shown, and why not more."""
    result = inspect(path)
    assert result.exit_code == 0, result.output
    assert "NVIDIA H200" in result.output
    assert "layers: " in result.output
    assert inspect(path, "--layers").exit_code == 1


def test_a_damaged_file(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])
    result = inspect(path)
    assert result.exit_code == 1
    assert "it is truncated" in result.output


@pytest.mark.gpu
def test_layers(tmp_path: Path) -> None:
    engine = build(three_operators(), profiles=BATCHES)
    engine.save(tmp_path / "model.plan")
    names = [layer.name for layer in engine.inspect().layers]
    result = inspect(tmp_path / "model.plan", "--layers")
    assert result.exit_code == 0, result.output
    assert f"{len(names)} layers" in result.output
    np.savez(tmp_path / "in.npz", x=np.ones((2, 64), np.float32))
    arguments = ["run", str(tmp_path / "model.plan"), "--inputs", str(tmp_path / "in.npz")]
    timed = CliRunner().invoke(main, [*arguments, "--profile-layers", "3"])
    assert timed.exit_code == 0, timed.output
    assert "mean us" in timed.output
