"""The samples of networks that are defined layer by layer."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from pathlib import Path

import pytest

from support import kit
from trtplugins import _core

SAMPLES = (
    "basic_lstm_weights",
    "layer_precision",
    "lenet",
    "loops",
    "pytorch_weights",
    "shape_tensors",
)


def need_torch(sample: str) -> None:
    if sample == "pytorch_weights" and not importlib.util.find_spec("torch"):
        pytest.skip("no PyTorch here")


@pytest.mark.parametrize("sample", SAMPLES)
def test_without_a_gpu_it_says_so(run, sample):
    need_torch(sample)
    done = run(sample, cpu=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No GPU here" in done.stdout


@pytest.mark.gpu
@pytest.mark.parametrize("sample", SAMPLES)
def test_on_a_gpu_every_output_is_right(run, sample):
    need_torch(sample)
    done = run(sample)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "largest error" in done.stdout
    assert done.stdout.rstrip().endswith("all right")


@pytest.mark.gpu
def test_lenet_in_cpp(samples, tmp_path):
    kit.need("cmake", "c++", "nvcc")
    folder = kit.build(samples / "lenet", tmp_path)
    libraries = str(Path(_core.tensorrt()["path"]).parent)
    done = subprocess.run(
        [str(folder / "lenet")],
        env={**os.environ, "TENSORRT_LIBRARY_DIR": libraries},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("all right")
