"""Where the shared libraries of TensorRT and CUDA lie, all copies of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

_PACKAGES = ("tensorrt", "trtplugins_tensorrt8", "tensorrt_libs", "nvidia/*/lib")


def copies(name: str) -> list[Path]:
    """Every file `<name>.so.*` in the places where loaders and pip packages have them.

    Args:
        name: for example "libnvinfer".

    Returns:
        Distinct files, links resolved, in the order in which the library looks for them.
    """
    found = (
        path.resolve()
        for folder in _folders()
        for path in sorted(folder.glob(f"{name}.so.*"))
        if path.is_file()
    )
    return list(dict.fromkeys(found))


def tensorrt_version(path: Path) -> str:
    """The version of a libnvinfer, asked of a process of its own so that this one stays as it is.

    Returns:
        For example "8.6.0"; or why it cannot be loaded, in parentheses.
    """
    program = "import ctypes, sys; print(ctypes.CDLL(sys.argv[1]).getInferLibVersion())"
    command = [sys.executable, "-c", program, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    except (OSError, subprocess.SubprocessError) as error:
        return f"(cannot be asked: {error})"
    if done.returncode != 0:
        last = (done.stderr.strip() or f"exit code {done.returncode}").splitlines()[-1]
        return f"(cannot be loaded: {last})"
    return version_text(int(done.stdout.split()[-1]))


def version_text(number: int) -> str:
    """TensorRT's version number in words: 8600 is 8.6.0, 101300 is 10.13.0."""
    major, rest = divmod(number, 1000 if number < 10_000 else 10_000)
    return f"{major}.{rest // 100}.{rest % 100}"


def _folders() -> Iterator[Path]:
    yield from _mapped()
    for variable, below in (("TENSORRT_LIBRARY_DIR", "."), ("TENSORRT_ROOT", "lib")):
        if os.environ.get(variable):
            folder = Path(os.environ[variable]) / below
            yield folder
            yield from sorted(folder.parent.glob("nvidia/*/lib"))  # where pip puts CUDA's
    for entry in os.environ.get("LD_LIBRARY_PATH", "").split(":"):
        if entry:
            yield Path(entry)
    yield from _configured()
    for entry in dict.fromkeys(sys.path):
        for package in _PACKAGES:
            yield from sorted(Path(entry or ".").glob(package))


def _mapped() -> Iterator[Path]:
    """Folders of the libraries that are in this process already."""
    maps = Path("/proc/self/maps")
    lines = maps.read_text().splitlines() if maps.is_file() else []
    files = (line.split(maxsplit=5)[5] for line in lines if line.count(" ") >= 5 and "/" in line)
    for file in dict.fromkeys(files):
        if Path(file).name.startswith(("libnvinfer", "libcu", "libnvparsers", "libnvonnx")):
            yield Path(file).parent


@lru_cache(maxsize=1)
def _configured() -> tuple[Path, ...]:
    """Folders of the loader's cache."""
    try:
        done = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return ()
    files = (line.split("=>")[1].strip() for line in done.stdout.splitlines() if "=>" in line)
    return tuple(dict.fromkeys(Path(file).parent for file in files))
