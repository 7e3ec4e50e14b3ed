"""TensorRT as it lies in site-packages."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trtplugins._core import Error
from trtplugins.tensorrt_setup import stand_ins as stand_in
from trtplugins.tensorrt_setup.wheel import VERSION

FOLDER = "trtplugins_tensorrt8"  # libraries alone
BINDINGS = "tensorrt"  # NVIDIA's whole package
_CORE = "libnvinfer.so.8"
_MARKER = "trtplugins.json"  # in a folder that was placed completely


class Placed:
    """A folder of TensorRT's libraries, there or to be placed.

    Attributes:
        folder: `trtplugins_tensorrt8` or `tensorrt` in site-packages.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def is_complete(self, *, stand_ins_will_do: bool) -> bool:
        """Whether this version was placed here by us; or NVIDIA's package by somebody else."""
        try:
            marker: Mapping[str, Any] = json.loads((self.folder / _MARKER).read_text())
        except (OSError, ValueError):
            return self.folder.name == BINDINGS and (self.folder / _CORE).is_file()
        return marker["tensorrt"] == VERSION and (stand_ins_will_do or not marker["stand_ins"])

    def replace(self, contents: Path, *, stand_ins: bool) -> None:
        """Place the wheel's contents here, all or nothing.

        Args:
            contents: the unpacked wheel.
            stand_ins: compile stand-ins for cuBLAS and cuDNN beside the libraries.
        """
        site = self.folder.parent
        try:
            with tempfile.TemporaryDirectory(prefix=".tensorrt-", dir=site) as temporary:
                fresh = Path(temporary, "fresh")
                self._fill(fresh, contents)
                if stand_ins:
                    stand_in.write(fresh)
                marker = {"tensorrt": VERSION, "stand_ins": stand_ins}
                (fresh / _MARKER).write_text(json.dumps(marker))
                self._exchange(fresh, Path(temporary, "old"))
        except PermissionError as error:
            raise Error(f"cannot write to {site} ({error}): use a virtual environment") from error

    def _exchange(self, fresh: Path, old: Path) -> None:
        if not self.folder.exists():
            fresh.rename(self.folder)
            return
        self.folder.rename(old)
        try:
            fresh.rename(self.folder)
        except OSError:
            old.rename(self.folder)
            raise

    def _fill(self, fresh: Path, contents: Path) -> None:
        (metadata,) = contents.glob("tensorrt-*.dist-info")
        if self.folder.name == BINDINGS:
            shutil.copytree(contents / "tensorrt", fresh, copy_function=_link)
            known = self.folder.parent / metadata.name  # so that pip knows the package
            shutil.copytree(metadata, known, dirs_exist_ok=True)
            return
        fresh.mkdir()
        for library in contents.glob("tensorrt/lib*.so.*"):
            _link(library, fresh / library.name)
        shutil.copy2(metadata / "LICENSE.txt", fresh)

    def version(self) -> str:
        """The version that the libraries say they are; loads them, in another process."""
        program = (
            "import ctypes, sys\n"
            "core, parser = (ctypes.CDLL(path) for path in sys.argv[1:])\n"
            "print(core.getInferLibVersion())\n"
        )
        libraries = [self.folder / name for name in (_CORE, "libnvonnxparser.so.8")]
        command = [sys.executable, "-c", program, *map(str, libraries)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
            raise Error(
                f"TensorRT in {self.folder} cannot be loaded: {reason}\n"
                "`trtplugins setup-tensorrt --force` places it again, with the CUDA libraries"
            )
        number = int(done.stdout)
        return f"{number // 1000}.{number % 1000 // 100}.{number % 100}"


def _link(source: str | Path, target: str | Path) -> None:
    """Hard link where the file system allows it; a copy elsewhere."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
            raise
        shutil.copy2(source, target)
