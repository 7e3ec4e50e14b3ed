from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from click.testing import CliRunner, Result

from support import samples
from trtplugins.cli import main


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["run", *map(str, arguments)])


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.onnx"
    onnx.save(samples.leaky_relu(0.5), path)
    return path


def outputs(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    with np.load(path) as archive:
        return dict(archive)


def test_input_from_a_file(model: Path, tmp_path: Path) -> None:
    x = np.array([[-2, -1, 0, 3]], np.float32)
    np.save(tmp_path / "x.npy", x)
    result = run(
        model, "--reference", "--input", f"X={tmp_path / 'x.npy'}", "-o", tmp_path / "o.npz"
    )
    assert result.exit_code == 0, result.output
    np.testing.assert_array_equal(outputs(tmp_path / "o.npz")["Y"], [[-1, -0.5, 0, 3]])
    line = next(line for line in result.output.splitlines() if " Y " in line)
    for cell in ("float32", "1x4", "-1", "3"):
        assert cell in line


def test_inputs_from_an_archive(model: Path, tmp_path: Path) -> None:
    np.savez(tmp_path / "in.npz", X=np.full((2, 4), -4, np.float32))
    result = run(model, "--reference", "--inputs", tmp_path / "in.npz", "-o", tmp_path / "out.npz")
    assert result.exit_code == 0, result.output
    np.testing.assert_array_equal(outputs(tmp_path / "out.npz")["Y"], np.full((2, 4), -2))


def test_random_inputs_repeat_with_their_seed(model: Path, tmp_path: Path) -> None:
    files = {}
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        files[name] = tmp_path / f"{name}.npz"
        result = run(model, "--reference", "--shape", "X=3x4", "--seed", seed, "-o", files[name])
        assert result.exit_code == 0, result.output
    a, b, c = (outputs(path)["Y"] for path in files.values())
    assert a.shape == (3, 4)
    np.testing.assert_array_equal(a, b)
    assert not np.array_equal(a, c)


def test_comparison_with_expected_outputs(model: Path, tmp_path: Path) -> None:
    x = np.array([[-2, -1, 0, 4]], np.float32)
    np.save(tmp_path / "x.npy", x)
    common = (model, "--reference", "--input", f"X={tmp_path / 'x.npy'}", "--compare")
    np.savez(tmp_path / "same.npz", Y=np.array([[-1, -0.5, 0, 4]], np.float32))
    same = run(*common, tmp_path / "same.npz")
    assert same.exit_code == 0, same.output
    np.savez(tmp_path / "other.npz", Y=np.array([[-1, -0.5, 0, 5]], np.float32))
    other = run(*common, tmp_path / "other.npz")
    assert other.exit_code == 1
    assert "NO" in other.output
    assert "0.2" in other.output
    tolerant = run(*common, tmp_path / "other.npz", "--rtol", "0.3")
    assert tolerant.exit_code == 0


def test_comparison_with_a_model_on_the_reference_backend(model: Path, tmp_path: Path) -> None:
    onnx.save(samples.leaky_relu(0.25), tmp_path / "other.onnx")
    common = (model, "--reference", "--shape", "X=2x4", "--compare")
    assert run(*common, model).exit_code == 0
    assert run(*common, tmp_path / "other.onnx").exit_code == 1


def test_expected_outputs_of_another_shape_or_name(model: Path, tmp_path: Path) -> None:
    common = (model, "--reference", "--shape", "X=2x4", "--compare", tmp_path / "e.npz")
    np.savez(tmp_path / "e.npz", Y=np.zeros((1, 4), np.float32))
    assert "got the shape (2, 4), expected (1, 4)" in run(*common).output
    np.savez(tmp_path / "e.npz", Z=np.zeros((2, 4), np.float32))
    assert "got ['Y'], expected ['Z']" in run(*common).output


def test_dynamic_shape_must_be_given(model: Path) -> None:
    result = run(model, "--reference")
    assert result.exit_code == 1
    assert "input 'X' has the shape (-1, 4): say which with --shape X=..." in result.output


def test_dynamic_shape_defaults_to_the_optimal_one_of_the_profile(
    model: Path, tmp_path: Path
) -> None:
    profile = "X=1x4,5x4,8x4"
    result = run(model, "--reference", "--profile", profile, "-o", tmp_path / "o.npz")
    assert result.exit_code == 0, result.output
    assert outputs(tmp_path / "o.npz")["Y"].shape == (5, 4)


def test_unreadable_input_file(model: Path, tmp_path: Path) -> None:
    (tmp_path / "x.npy").write_text("not an array")
    result = run(model, "--reference", "--input", f"X={tmp_path / 'x.npy'}")
    assert result.exit_code == 1
    assert "input 'X': cannot read" in result.output


def test_missing_model_is_a_usage_error() -> None:
    assert run("none.onnx", "--reference").exit_code == 2


@pytest.mark.gpu
def test_engine_and_reference_agree(model: Path, tmp_path: Path) -> None:
    plan = tmp_path / "model.plan"
    common = ("--profile", "X=1x4,3x4,9x4", "--tactic-sources", "0")
    built = CliRunner().invoke(main, ["build", str(model), "-o", str(plan), *common])
    assert built.exit_code == 0, built.output
    assert f"{plan}: " in built.output
    assert "input  X: float32 (-1, 4)" in built.output
    for source in (plan, model):
        result = run(source, "--shape", "X=7x4", "--compare", model, *common)
        assert result.exit_code == 0, result.output


@pytest.mark.gpu
def test_a_file_that_is_no_plan_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "broken.plan").write_bytes(b"not a plan")
    result = run(tmp_path / "broken.plan")
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert "Traceback" not in result.output
