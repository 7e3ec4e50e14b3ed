"""NVIDIA's wheel of TensorRT 8.6: downloaded by pip once, kept unpacked in the cache folder."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TransferSpeedColumn

from trtplugins._core import Error
from trtplugins.tensorrt_setup.environment import pip, pip_failed

VERSION = "8.6.0"
REQUIREMENT = f"tensorrt=={VERSION}"
# The wheel names these without bounds; its libraries need cuDNN 8 and cuBLAS 12.
CUDA_LIBRARIES = (
    "nvidia-cudnn-cu12>=8.9,<9",
    "nvidia-cublas-cu12<13",
    "nvidia-cuda-runtime-cu12<13",
)
_FOR = ("--python-version=3.10", "--implementation=cp", "--abi=cp310", "--abi=none")
_PLATFORMS = ("--platform=manylinux_2_17_x86_64", "--platform=manylinux2014_x86_64")
_WHEEL_SIZE = 819_200_558  # bytes
_UNPACKED_SIZE = 1_284_300_000


def unpacked() -> Path:
    """The wheel's contents: a folder with `tensorrt/` and its metadata. Downloads it if need be."""
    cache = _cache()
    folder = cache / f"tensorrt-{VERSION}"
    if not folder.is_dir():
        with _no_space_explained(cache), tempfile.TemporaryDirectory(dir=cache) as temporary:
            _check_space(cache)
            wheel = _download(Path(temporary))
            fresh = _unpack(wheel, Path(temporary, "unpacked"))
            try:
                fresh.rename(folder)
            except OSError:
                if not folder.is_dir():  # otherwise another process was first
                    raise
    return folder


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(base) if base else Path.home() / ".cache") / "trtplugins"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"cannot make the cache folder {folder} ({error}): set XDG_CACHE_HOME"
        raise Error(reason) from error
    return folder


def _check_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < _WHEEL_SIZE + _UNPACKED_SIZE:
        raise OSError(errno.ENOSPC, f"{free / 1e9:.1f} GB are free")


@contextmanager
def _no_space_explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise Error(
            f"not enough space in {folder} ({error.strerror}): TensorRT takes "
            f"{(_WHEEL_SIZE + _UNPACKED_SIZE) / 1e9:.1f} GB while it is unpacked, "
            f"{_UNPACKED_SIZE / 1e9:.1f} GB afterwards. Make room, or set XDG_CACHE_HOME"
        ) from error


def _download(folder: Path) -> Path:
    command = [*pip(), "download", "--quiet", "--no-deps", "--no-cache-dir", "--only-binary=:all:"]
    command += [*_FOR, *_PLATFORMS, f"--dest={folder}", REQUIREMENT]
    log = folder / "pip.log"
    # Beside the destination, because the usual folder for temporary files is often small.
    environment = {**os.environ, "TMPDIR": str(folder)}
    with log.open("w") as output, _progress(f"downloading {REQUIREMENT}", _WHEEL_SIZE) as advance:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        try:
            while process.poll() is None:
                advance(_size(folder))
                time.sleep(0.2)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    if process.returncode != 0:
        raise Error(pip_failed(f"download {REQUIREMENT}", log.read_text()))
    (wheel,) = folder.glob("tensorrt-*.whl")
    return wheel


def _size(folder: Path) -> int:
    """Bytes below a folder that another process works in; what vanishes does not count."""
    total = 0
    for parent, _, names in os.walk(folder):  # unlike Path.rglob, passes over what it cannot list
        for name in names:
            with suppress(OSError):
                total += Path(parent, name).stat().st_size
    return total


def _unpack(wheel: Path, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(wheel) as archive, _progress("unpacking", _UNPACKED_SIZE) as advance:
            done = 0
            for member in archive.infolist():
                archive.extract(member, folder)
                done += member.file_size
                advance(done)
    except zipfile.BadZipFile as error:
        raise Error(f"what pip downloaded, {wheel.name}, is not a wheel: {error}") from error
    if not list(folder.glob("tensorrt/libnvinfer.so.8")):
        raise Error(f"{wheel.name} holds no tensorrt/libnvinfer.so.8")
    return folder


@contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, a line elsewhere; yields what to call with the bytes done."""
    console = Console(stderr=True)
    if not console.is_terminal:
        console.print(f"{what} ({total / 1e6:.0f} MB)", highlight=False)
        yield lambda done: None
        return
    speed = TransferSpeedColumn()
    with Progress(
        "{task.description}", BarColumn(), DownloadColumn(), speed, console=console
    ) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=min(done, total))
        bar.update(task, completed=total)
