"""Facts of this machine: GPUs, driver, compiler. Nothing of CUDA or TensorRT is needed to ask."""

from __future__ import annotations

import ctypes
import importlib.metadata
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_DRIVER = Path("/proc/driver/nvidia/version")


_COMPUTE_CAPABILITY = 75, 76  # numbers of the device attributes in CUDA's driver interface


@dataclass(frozen=True)
class Gpu:
    """A CUDA device."""

    name: str
    compute_capability: tuple[int, int]
    memory_bytes: int

    def __str__(self) -> str:
        major, minor = self.compute_capability
        return f"{self.name} (sm_{major}{minor}, {self.memory_bytes / 2**30:.0f} GiB)"


class NoGpu(Exception):
    """There is no GPU that can be used; the message says what is in the way."""


def gpus() -> list[Gpu]:
    """The GPUs that CUDA programs see here, none where there is no driver."""
    try:
        return list_gpus()
    except NoGpu:
        return []


def list_gpus() -> list[Gpu]:
    """The GPUs that CUDA programs see here.

    Raises:
        NoGpu: there is none.
    """
    try:
        cuda = ctypes.CDLL("libcuda.so.1")
    except OSError as error:
        raise NoGpu("no CUDA driver (libcuda.so.1)") from error
    count = ctypes.c_int()
    status = cuda.cuInit(0) or cuda.cuDeviceGetCount(ctypes.byref(count))
    if status != 0 or count.value == 0:
        driver = driver_version() or "of unknown version"
        raise NoGpu(f"driver {driver}, no usable device (CUDA error {status})")
    return [_gpu(cuda, device) for device in range(count.value)]


def _gpu(cuda: ctypes.CDLL, device: int) -> Gpu:
    name, memory = ctypes.create_string_buffer(100), ctypes.c_size_t()
    cuda.cuDeviceGetName(name, len(name), device)
    cuda.cuDeviceTotalMem_v2(ctypes.byref(memory), device)
    major, minor = ctypes.c_int(), ctypes.c_int()
    for number, attribute in zip((major, minor), _COMPUTE_CAPABILITY):
        cuda.cuDeviceGetAttribute(ctypes.byref(number), attribute, device)
    return Gpu(name.value.decode(), (major.value, minor.value), memory.value)


def driver_version() -> str | None:
    """The NVIDIA driver's version, for example "580.95.05"; None where there is none to be seen."""
    if _DRIVER.is_file():
        found = re.search(r"Kernel Module.*?(\d+\.\d+(?:\.\d+)?)", _DRIVER.read_text())
        if found:
            return found.group(1)
    return _output_of("nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader")


def nvcc_version() -> tuple[str, str] | None:
    """Path and release of the CUDA compiler; it is needed to build operators, not to run them."""
    path = shutil.which("nvcc") or shutil.which("nvcc", path="/usr/local/cuda/bin")
    found = path and re.search(r"release ([\d.]+)", _output_of(path, "--version", lines=10) or "")
    return (path, found.group(1)) if path and found else None


def package_version(package: str) -> str | None:
    """Version of an installed Python package, which is not imported; None if there is none."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _output_of(*command: str, lines: int = 1) -> str | None:
    """The first lines a command prints; None if it fails or is not there."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return "\n".join(done.stdout.strip().splitlines()[:lines]) or None
