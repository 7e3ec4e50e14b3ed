"""Registering operators with TensorRT: this library's, and those of libraries made like it."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from trtplugins import _core


def load(path: str | os.PathLike[str] | None = None, *, namespace: str = "") -> list[str]:
    """Registers operators with TensorRT's plugin registry, under their names and aliases.

    Importing the package does so already with its own operators in the default namespace, so
    without a path this is needed to be told what is missing, or for another namespace. Idempotent.

    Args:
        path: a plugin library of yours, made with `trtplugins_add_plugin_library()` and this
            build's operator core. Its operators are then listed by `ops()` and known to `adapt`;
            `libname.py` beside `libname.so`, if it is there, has their references. It stays in
            the process.
        namespace: where to register.

    Returns:
        The names that TensorRT now knows in that namespace as this library's.

    Raises:
        Error: TensorRT was not found, is of a version that this build does not know, or is in this
            process several times: a library's operators can then be described and evaluated all
            the same; or the library cannot be loaded, or is of another build.

    Warns:
        RuntimeWarning: somebody else's creator holds one of the names.
    """
    if path is None:
        result = _core.load(namespace)
    else:
        file = Path(path).resolve()
        if not file.is_file():
            raise _core.Error(f"there is no plugin library {os.fspath(path)!r}")
        result = _core.load_library(str(file), namespace)
    for problem in result["problems"]:
        warnings.warn(problem, RuntimeWarning, stacklevel=2)
    return result["registered"]


def cmake_dir() -> str:
    """Where CMake's find_package(trtplugins) looks: for -Dtrtplugins_DIR.

    Raises:
        Error: the headers and static libraries for C++ were not installed with this package.
    """
    folder = Path(_core.library_path()).parent / "lib" / "cmake" / "trtplugins"
    if not (folder / "trtplugins-config.cmake").is_file():
        raise _core.Error(f"the files for C++ are not installed: {folder} is missing")
    return str(folder)
