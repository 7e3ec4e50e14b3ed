"""What `make` says where something is missing that it needs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = {"c++": "g++", "cmake": "cmake", "nvcc": "nvcc"}


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder to be all of PATH: what make's recipes use, and tools that claim to be recent."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "bash", "env", "find", "touch", "echo", "make", "dirname"):
        path = shutil.which(name)
        if path is None:
            pytest.skip(f"no {name} here")
        (folder / name).symlink_to(path)
    (folder / "python3").symlink_to(sys.executable)
    for name in TOOLS:
        script(folder / name, "echo cmake version 3.30.1")
    return folder


def script(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def make(programs: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Let make begin an environment, with these programs alone on PATH, and no CUDA elsewhere."""
    environment = {"PATH": str(programs), "TRTPLUGINS_CUDA": str(programs / "nowhere")}
    venv = f"VENV={programs.parent / 'venv'}"
    return subprocess.run(
        [str(programs / "make"), "-C", str(ROOT), venv, *arguments, "ready"],
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("tool", TOOLS)
def test_each_missing_tool_is_named(programs: Path, tool: str) -> None:
    (programs / tool).unlink()
    done = make(programs)
    assert done.returncode != 0
    lines = [line for line in done.stderr.splitlines() if line.startswith("missing: ")]
    assert len(lines) == 1, done.stderr
    assert TOOLS[tool] in lines[0].lower()
    assert "install" in lines[0]


def test_all_missing_tools_are_named_at_once(programs: Path) -> None:
    for tool in TOOLS:
        (programs / tool).unlink()
    assert make(programs).stderr.count("missing: ") == len(TOOLS)


def test_missing_python(programs: Path) -> None:
    done = make(programs, "PYTHON=python3.99")
    assert done.returncode != 0
    assert "missing: python3.99: install Python 3.9 or newer" in done.stderr


def test_old_cmake(programs: Path) -> None:
    script(programs / "cmake", "echo cmake version 3.22.1")
    assert "missing: CMake 3.24 or newer (this is 3.22.1)" in make(programs).stderr


def test_missing_venv(programs: Path) -> None:
    body = "raise ModuleNotFoundError(\"No module named 'ensurepip'\", name='ensurepip')"
    (programs / "ensurepip.py").write_text(body)
    (programs / "python3").unlink()
    script(programs / "python3", f'PYTHONPATH={programs} exec {sys.executable} "$@"')
    said = make(programs).stderr
    assert "missing: Python's module ensurepip: apt-get install python3-venv" in said


def test_with_everything_there_nothing_is_missing(programs: Path) -> None:
    environment = {"PATH": str(programs), "TRTPLUGINS_CUDA": str(programs / "nowhere")}
    command = [sys.executable, str(ROOT / "scripts" / "check_tools.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_names_every_target() -> None:
    done = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, text=True, check=True)
    phony = next(
        line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith(".PHONY:")
    )
    for target in phony.split()[1:]:
        assert target in ("help", "ready") or f"make {target} " in done.stdout
