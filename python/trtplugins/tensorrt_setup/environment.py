"""The Python environment that TensorRT is placed in: what it is, and its pip."""

from __future__ import annotations

import importlib.util
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from trtplugins import _core
from trtplugins._core import Error


def check_platform() -> None:
    """Raise Error where NVIDIA's wheel cannot work."""
    machine, libc = platform.machine(), platform.libc_ver()[0]
    if (sys.platform, machine, libc) != ("linux", "x86_64", "glibc"):
        raise Error(
            "TensorRT 8.6's pip package is for Linux on x86-64 with glibc; this is "
            f"{sys.platform} on {machine} with {libc or 'another C library'}. Install TensorRT 8.5 "
            "or 8.6 from NVIDIA and name the folder of its libraries in TENSORRT_LIBRARY_DIR"
        )


def check_fits_bindings() -> None:
    """Raise Error where NVIDIA's module cannot be imported by this interpreter."""
    found = (platform.python_implementation(), sys.version_info[:2])
    if found != ("CPython", (3, 10)):
        raise Error(
            "NVIDIA's module tensorrt is placed for CPython 3.10 alone; this is "
            f"{platform.python_implementation()} {platform.python_version()}"
        )


def site_packages() -> Path:
    """The folder of site-packages that holds libtrtplugins.so."""
    assert _core.__file__ is not None
    return Path(_core.__file__).resolve().parents[1]


def pip_install(requirements: Sequence[str]) -> None:
    """Install packages here; pip shows its own progress."""
    done = subprocess.run([*pip(), "install", *requirements], stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise Error(pip_failed(f"install {' '.join(requirements)}", done.stderr))


def pip() -> list[str]:
    """The command of this interpreter's pip."""
    if importlib.util.find_spec("pip") is None:
        raise Error(
            f"{sys.executable} has no pip: run `{sys.executable} -m ensurepip`, or install the "
            "package pip with the tool that made this environment"
        )
    return [sys.executable, "-m", "pip", "--disable-pip-version-check"]


def pip_failed(what: str, output: str) -> str:
    """What to say when pip failed."""
    lines = output.splitlines()
    errors = [line for line in lines if line.startswith("ERROR")]
    said = "\n  ".join((errors or lines)[-4:])
    return (
        f"pip could not {what}:\n  {said}\n"
        "Is there a network? A proxy, an index of your own or a folder with the wheels "
        "(find-links) goes into pip's configuration or its PIP_* variables"
    )
