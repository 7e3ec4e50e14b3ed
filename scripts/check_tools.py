#!/usr/bin/env python3
"""Say what this machine lacks for building trtplugins, and what to install."""

import os
import re
import shutil
import subprocess
import sys

PYTHON = (3, 9)
CMAKE = (3, 24)
DEFAULT_CUDA = os.environ.get("TRTPLUGINS_CUDA", "/usr/local/cuda")  # tests name another


def python():
    if sys.version_info < PYTHON:
        yield (
            "Python 3.9 or newer (this is {}.{}): install one and name it, "
            "for example make PYTHON=python3.12".format(*sys.version_info)
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        yield f"Python's module {error.name}: apt-get install python3-venv"


def compiler():
    if not shutil.which(os.environ.get("CXX", "c++")) and not shutil.which("g++"):
        yield "a C++17 compiler: apt-get install g++, or name one in CXX"


def cmake():
    path = shutil.which("cmake")
    output = subprocess.run([path, "--version"], stdout=subprocess.PIPE).stdout if path else b""
    version = re.search(r"version ((\d+)\.(\d+)\S*)", output.decode())
    if version is None or tuple(map(int, version.groups()[1:])) < CMAKE:
        found = f" (this is {version[1]})" if version else ""
        yield f"CMake 3.24 or newer{found}: apt-get install cmake, or pip install --user cmake"


def nvcc():
    homes = [os.environ.get("CUDA_HOME"), os.environ.get("CUDA_PATH"), DEFAULT_CUDA]
    places = os.pathsep.join(f"{home}/bin" for home in homes if home)
    named = os.environ.get("CUDACXX", "nvcc")
    if not (shutil.which(named) or shutil.which("nvcc", path=places)):
        yield (
            "nvcc, the CUDA compiler (11.8 or newer), on PATH, in CUDA_HOME or in /usr/local/cuda: "
            "install NVIDIA's CUDA toolkit, or apt-get install nvidia-cuda-toolkit"
        )


def main():
    missing = [line for check in (python, compiler, cmake, nvcc) for line in check()]
    for line in missing:
        print(f"missing: {line}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
