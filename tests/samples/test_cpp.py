"""samples/cpp: compiled and linked against the installed tree, with and without an SDK; run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import onnx
import pytest

import trtplugins as tp
from support import kit
from trtplugins import _core

SOURCE = kit.ROOT / "samples" / "cpp"
MODEL = kit.ROOT / "samples" / "models" / "mlp_block.onnx"
SHAPE = (8, 128, 192)
MODEL_ARGUMENTS = (str(MODEL), "x", "1x128x192", "8x128x192", "64x128x192")


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build folder."""
    kit.need("cmake", "c++", "nvcc")
    return kit.build(SOURCE, tmp_path_factory.mktemp("cpp"))


@pytest.fixture
def tensorrt() -> str:
    """The folder of TensorRT's libraries."""
    try:
        return str(Path(_core.tensorrt()["path"]).parent)
    except _core.Error:
        pytest.skip("TensorRT is not here")


def run(program: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    by_lines = ["stdbuf", "-oL"] if shutil.which("stdbuf") else []  # what one that crashes said
    return subprocess.run(
        [*by_lines, str(program), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def test_without_a_gpu_they_register_and_say_so(
    programs: Path, tensorrt: str, tmp_path: Path
) -> None:
    environment = {"TENSORRT_LIBRARY_DIR": tensorrt, "CUDA_VISIBLE_DEVICES": ""}
    done = run(programs / "build_and_run", *MODEL_ARGUMENTS, str(tmp_path), **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    version = _core.tensorrt()["version"]
    assert f"TensorRT {version} with the operators of trtplugins" in done.stdout
    assert "No GPU here (" in done.stdout
    done = run(programs / "own_runtime", "no.plan", "x", "8x128x192", str(tmp_path), **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "memory: tracking(application)" in done.stdout


@pytest.mark.parametrize("shape", ["", "8x", "8x128xa", "8,128"])
def test_a_wrong_shape_is_an_error_that_says_so(programs: Path, shape: str) -> None:
    arguments = (str(MODEL), "x", "1x128x192", shape, "64x128x192", ".")
    done = run(programs / "build_and_run", *arguments)
    assert done.returncode == 1
    assert f"expected a shape such as 8x128x192, got '{shape}'" in done.stderr


def test_without_tensorrt_they_say_where_it_was_looked_for(programs: Path, tmp_path: Path) -> None:
    environment = {"LD_LIBRARY_PATH": "", "TENSORRT_LIBRARY_DIR": "", "TENSORRT_ROOT": ""}
    done = run(programs / "build_and_run", *MODEL_ARGUMENTS, str(tmp_path), **environment)
    if done.returncode == 0:
        pytest.skip("TensorRT is where everybody finds it")
    assert "TensorRT was not found (libnvinfer.so.8)" in done.stderr


def test_an_sdk_beside_it_is_used(tmp_path: Path) -> None:
    kit.need("cmake", "c++", "nvcc")
    headers = Path(kit.installed()).parents[2] / "include" / "trtplugins" / "core" / "trt" / "abi"
    sdk = tmp_path / "sdk" / "include"
    shutil.copytree(headers, sdk)
    version = sdk / "NvInferVersion.h"  # as the SDK's: nothing says that it is ours
    version.write_text(version.read_text().replace("#define TRTP_OWN_ABI 1", ""))
    build = kit.build(SOURCE, tmp_path / "build", f"-DTENSORRT_ROOT={tmp_path / 'sdk'}")
    used = (build / "CMakeFiles" / "own_runtime.dir" / "flags.make").read_text()
    assert str(sdk) in used
    assert "TRTP_OWN_ABI" not in used
    assert "trt/abi" not in used


@pytest.mark.gpu
def test_both_compute_what_the_reference_does(
    programs: Path, tensorrt: str, tmp_path: Path
) -> None:
    environment = {"TENSORRT_LIBRARY_DIR": tensorrt}
    done = run(programs / "build_and_run", *MODEL_ARGUMENTS, str(tmp_path), **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "loaded engine: same output yes" in done.stdout
    assert re.search(r"memory of the build: peak [0-9.]+ MiB in [1-9]", done.stdout)
    assert "trtplugins.memory" not in done.stderr  # no leak was reported
    x = np.fromfile(tmp_path / "x.bin", np.float32).reshape(SHAPE)
    (expected,) = tp.reference.run(onnx.load(MODEL), {"x": x}).values()
    check(tmp_path / "y.bin", expected)

    done = run(
        programs / "own_runtime",
        str(tmp_path / "model.plan"),
        "x",
        "8x128x192",
        str(tmp_path),
        **environment,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "; 0 left" in done.stdout
    check(tmp_path / "y.bin", expected)

    plan = tp.plans.open(tmp_path / "model.plan")
    assert plan.header is not None
    assert set(plan.operators()) == {"Gelu", "RMSNormalization"}


def check(path: Path, expected: np.ndarray) -> None:
    y = np.fromfile(path, np.float32).reshape(expected.shape)
    path.unlink()
    # TensorRT multiplies FP32 matrices in TF32.
    assert np.abs(y - expected).max() <= 5e-3 * np.abs(expected).max()
