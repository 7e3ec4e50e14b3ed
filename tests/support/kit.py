"""Projects in C++ against the installed tree, as a user's own would be: by CMake's find_package."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import pytest

import trtplugins as tp
from trtplugins import _core

ROOT = Path(__file__).resolve().parents[2]
PARTS = (
    "trtp_op",
    "trtp_trt_library",
    "trtp_adapters",
    "trtp_entry",
    "trtp_memory",
    "trtp_runtime",
)


def environment() -> dict[str, str]:
    """With nvcc on PATH wherever it is, and code for one architecture."""
    env = dict(os.environ)
    folders = [f"{env[name]}/bin" for name in ("CUDA_HOME", "CUDA_PATH") if env.get(name)]
    env["PATH"] = os.pathsep.join([env.get("PATH", ""), *folders, "/usr/local/cuda/bin"])
    env.setdefault("CUDAARCHS", "90")
    if shutil.which("ccache"):
        for language in ("CXX", "CUDA"):
            env.setdefault(f"CMAKE_{language}_COMPILER_LAUNCHER", "ccache")
    return env


def tool(name: str) -> Path:
    """The program of this name; skips the test where there is none."""
    need(name)
    return Path(shutil.which(name, path=environment()["PATH"]) or "").resolve()


def need(*tools: str) -> None:
    """Skips the test, naming what is missing of these programs."""
    if "libasan" in os.environ.get("LD_PRELOAD", ""):
        pytest.skip("what is installed is instrumented; compilers and applications are not")
    missing = [tool for tool in tools if shutil.which(tool, path=environment()["PATH"]) is None]
    if missing:
        pytest.skip(f"no {', '.join(missing)} here")


def cmake(*arguments: str | Path) -> None:
    """Runs CMake; what it says if it fails."""
    command = ["cmake", *(str(argument) for argument in arguments)]
    done = subprocess.run(
        command, env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"


@lru_cache(maxsize=1)
def installed() -> str:
    """Where find_package(trtplugins) finds it: as installed here, else built and installed anew.

    The kernels are not compiled again: libtrtplugins.so is the one that is in use.
    """
    try:
        return tp.cmake_dir()
    except tp.Error:
        folder = ROOT / "build" / "kit-test"
    build, prefix = folder / "build", folder / "prefix"
    jobs = str(os.cpu_count() or 2)
    options = ("-DSKBUILD=ON", "-DTRTPLUGINS_PYTHON=OFF", "-DCMAKE_BUILD_TYPE=Release")
    cmake("-S", ROOT, "-B", build, *options)
    cmake("--build", build, "--parallel", jobs, "--target", *PARTS)
    shutil.copy2(_core.library_path(), build / "libtrtplugins.so")
    cmake("--install", build, "--prefix", prefix)
    return str(prefix / "trtplugins" / "lib" / "cmake" / "trtplugins")


def build(source: Path, folder: Path, *definitions: str) -> Path:
    """Configures and builds a project that uses trtplugins; its build folder."""
    cmake("-S", source, "-B", folder, f"-Dtrtplugins_DIR={installed()}", *definitions)
    cmake("--build", folder, "--parallel", str(os.cpu_count() or 2))
    return folder
