from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any

import pytest

from trtplugins import system


class Driver:
    """CUDA's driver interface, of two devices or as many as given."""

    def __init__(self, init: int = 0, count: int = 2) -> None:
        self._init, self._count = init, count

    def cuInit(self, flags: int) -> int:
        return self._init

    def cuDeviceGetCount(self, count: Any) -> int:
        count._obj.value = self._count
        return 0

    def cuDeviceGetName(self, buffer: Any, size: int, device: int) -> int:
        buffer.value = f"GPU {device}".encode()
        return 0

    def cuDeviceTotalMem_v2(self, size: Any, device: int) -> int:
        size._obj.value = (device + 1) << 30
        return 0

    def cuDeviceGetAttribute(self, value: Any, attribute: int, device: int) -> int:
        value._obj.value = {75: 8, 76: 6 + device}[attribute]
        return 0


def use(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: driver)
    monkeypatch.setattr(system, "driver_version", lambda: "580.1")


def test_gpus_are_described(monkeypatch: pytest.MonkeyPatch) -> None:
    use(Driver(), monkeypatch)
    assert system.list_gpus() == [
        system.Gpu("GPU 0", (8, 6), 1 << 30),
        system.Gpu("GPU 1", (8, 7), 2 << 30),
    ]
    assert str(system.gpus()[1]) == "GPU 1 (sm_87, 2 GiB)"


@pytest.mark.parametrize(("driver", "error"), [(Driver(init=100), 100), (Driver(count=0), 0)])
def test_driver_without_devices(
    driver: Driver, error: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(driver, monkeypatch)
    with pytest.raises(system.NoGpu, match=rf"driver 580\.1, no usable.*error {error}\)"):
        system.list_gpus()
    assert system.gpus() == []


def test_no_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", missing)
    with pytest.raises(system.NoGpu, match=r"libcuda\.so\.1"):
        system.list_gpus()
    assert system.gpus() == []


def test_driver_version_from_the_kernel_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "version"
    file.write_text(
        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.95.05  Tue Sep 23\nGCC 12\n"
    )
    monkeypatch.setattr(system, "_DRIVER", file)
    assert system.driver_version() == "580.95.05"


def program(folder: Path, name: str, output: str, code: int = 0) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{output}'\nexit {code}\n")
    path.chmod(0o755)


def test_driver_version_from_nvidia_smi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "_DRIVER", tmp_path / "none")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.defpath}")
    program(tmp_path, "nvidia-smi", "570.1")
    assert system.driver_version() == "570.1"
    program(tmp_path, "nvidia-smi", "has failed because it could not communicate", code=9)
    assert system.driver_version() is None


def test_nvcc_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.defpath}")
    program(tmp_path, "nvcc", "Cuda compilation tools, release 12.4, V12.4.131")
    assert system.nvcc_version() == (str(tmp_path / "nvcc"), "12.4")


@pytest.mark.gpu
def test_this_gpu() -> None:
    first, *_ = system.list_gpus()
    assert first.name
    assert first.compute_capability >= (7, 5)
    assert first.memory_bytes > 1 << 30
    assert system.driver_version()
