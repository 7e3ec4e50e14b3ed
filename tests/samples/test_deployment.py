"""samples/deployment: a process without Python, and a model repository."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from support import kit


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build folder."""
    kit.need("cmake", "c++", "nvcc")
    return kit.build(kit.ROOT / "samples" / "deployment", tmp_path_factory.mktemp("deployment"))


def run_sample(run: Any, build: Path, cpu: bool) -> str:
    done = run("deployment", "--build", str(build), "--cmake-dir", kit.installed(), cpu=cpu)
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


def test_the_program_links_neither_python_nor_tensorrt(build: Path) -> None:
    done = subprocess.run(["ldd", str(build / "serve")], capture_output=True, text=True, check=True)
    linked = {line.split()[0].split(".so")[0] for line in done.stdout.splitlines()}
    assert linked & {"libstdc++", "libc"}
    assert not [name for name in linked if "python" in name or "nv" in name or "cuda" in name]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "no.plan: No such file or directory"),
        (b"TRTPPLAN and then nothing", "no.plan"),
        (b"not a plan at all, but some text of more than sixteen bytes", "no.plan"),
    ],
)
def test_what_is_no_plan_is_refused(
    build: Path, tmp_path: Path, content: bytes | None, says: str
) -> None:
    plan = tmp_path / "no.plan"
    if content is not None:
        plan.write_bytes(content)
    command = [str(build / "serve"), str(plan), "x", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert says in done.stderr


def test_the_sample_without_a_gpu(run: Any, build: Path) -> None:
    out = run_sample(run, build, cpu=True)
    assert "built serve" in out
    assert "No GPU here" in out


@pytest.mark.gpu
def test_the_sample_on_a_gpu(run: Any, build: Path) -> None:
    out = run_sample(run, build, cpu=False)
    assert "model.plan: same output as in Python: True" in out
    assert "models/mlp_block/1/model.plan: same output as in Python: True" in out
    assert "max_batch_size: 64" in out
    assert "libtrtplugins.so" in out
