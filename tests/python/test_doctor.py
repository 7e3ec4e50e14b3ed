from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import trtplugins as tp
from trtplugins import doctor, libraries, system
from trtplugins.cli import doctor as doctor_command
from trtplugins.cli import main


class Core:
    """A compiled module that finds TensorRT, or does not."""

    Error = tp.Error
    __file__ = "/site/trtplugins/_core.so"

    def __init__(self, error: str = "", problems: tuple[str, ...] = ()) -> None:
        self._error, self._problems = error, problems

    def load(self) -> None:
        if self._error:
            raise tp.Error(self._error)

    def tensorrt(self) -> dict[str, Any]:
        return {"version": "8.6.0", "path": "/trt/libnvinfer.so.8"}

    def operators(self) -> list[str]:
        return ["a", "b", "c"]

    def problems(self) -> list[str]:
        return list(self._problems)


class Machine:
    """Stands in for what the doctor looks at."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.files: dict[str, list[Path]] = {}
        self.versions: dict[Path, str] = {}
        self.core: Core | None = Core()
        patch.setattr(libraries, "copies", lambda name: self.files.get(name, []))
        patch.setattr(libraries, "tensorrt_version", lambda path: self.versions[path])
        patch.setattr(system, "driver_version", lambda: "580.1")
        patch.setattr(system, "nvcc_version", lambda: None)
        patch.setattr(doctor, "_gpu", lambda: iter([doctor.Finding("GPU", doctor.OK, "a GPU")]))
        patch.setattr(doctor, "_compiled_module", self._compiled_module)
        self.tensorrt("/trt/libnvinfer.so.8", "8.6.0")

    def tensorrt(self, path: str, version: str) -> None:
        self.files.setdefault("libnvinfer", []).append(Path(path))
        self.versions[Path(path)] = version

    def _compiled_module(self) -> Core:
        if self.core is None:
            raise ImportError("libtrtplugins.so.0: cannot open shared object file")
        return self.core


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def about(topic: str) -> list[doctor.Finding]:
    return [finding for finding in doctor.diagnose() if finding.topic == topic]


@pytest.mark.usefixtures("machine")
def test_a_complete_machine_works() -> None:
    findings = doctor.diagnose()
    assert doctor.works(findings)
    (registered,) = about("registration")
    assert registered.found == "3 operators in the registry of /trt/libnvinfer.so.8"


def test_no_tensorrt(machine: Machine) -> None:
    machine.files.clear()
    machine.core = Core(error="TensorRT was not found (libnvinfer.so.8)")
    (found,) = about("TensorRT")
    assert found.status == doctor.MISSING
    assert "setup-tensorrt" in found.advice
    (registered,) = about("registration")
    assert registered.status == doctor.MISSING
    assert "was not found" in registered.found
    assert not doctor.works(doctor.diagnose())


def test_only_a_tensorrt_of_another_version(machine: Machine) -> None:
    machine.files.clear()
    machine.tensorrt("/usr/lib/libnvinfer.so.10.3.0", "10.3.0")
    wrong, none = about("TensorRT")
    assert (wrong.status, none.status) == (doctor.WARNING, doctor.MISSING)
    assert "10.3.0" in wrong.found
    assert "8.5 and 8.6" in wrong.advice


def test_several_copies_are_named(machine: Machine) -> None:
    machine.tensorrt("/other/libnvinfer.so.8", "8.5.3")
    first, second, remark = about("TensorRT")
    assert "/trt" in first.found
    assert "/other" in second.found
    assert remark.status == doctor.WARNING
    assert "TENSORRT_LIBRARY_DIR" in remark.advice
    assert doctor.works(doctor.diagnose())


def test_compiled_module_that_cannot_be_loaded(machine: Machine) -> None:
    machine.core = None
    (found,) = about("trtplugins")
    assert found.status == doctor.MISSING
    assert "cannot open shared object file" in found.found
    assert "reinstall" in found.advice


def test_problems_of_the_registration_are_repeated(machine: Machine) -> None:
    machine.core = Core(problems=("Gelu is registered by another library",))
    statuses = {finding.found: finding.status for finding in about("registration")}
    assert statuses["Gelu is registered by another library"] == doctor.WARNING


def test_a_cuda_library_of_another_version_does_not_count(machine: Machine) -> None:
    machine.files["libcudnn"] = [Path("/cuda/libcudnn.so.9")]
    (found,) = about("libcudnn.so.8")
    assert found.status == doctor.ABSENT
    machine.files["libcudnn"].append(Path("/cuda/libcudnn.so.8.9.7"))
    (found,) = about("libcudnn.so.8")
    assert (found.status, found.found) == (doctor.OK, "/cuda/libcudnn.so.8.9.7")
    assert doctor.works(doctor.diagnose())


@pytest.mark.usefixtures("machine")
def test_missing_parser_is_a_warning_with_its_purpose() -> None:
    (found,) = about("libnvparsers")
    assert found.status == doctor.WARNING
    assert "UFF" in found.found


def test_gpus_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "list_gpus", lambda: [system.Gpu("NVIDIA H200", (9, 0), 141 << 30)])
    monkeypatch.setattr(system, "driver_version", lambda: "580.1")
    (found,) = doctor._gpu()
    assert found.status == doctor.OK
    assert found.found == "NVIDIA H200 (sm_90, 141 GiB), driver 580.1"


def test_no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> list[system.Gpu]:
        raise system.NoGpu("no CUDA driver (libcuda.so.1)")

    monkeypatch.setattr(system, "list_gpus", none)
    (found,) = doctor._gpu()
    assert (found.status, found.found) == (doctor.MISSING, "no CUDA driver (libcuda.so.1)")
    assert "driver" in found.advice


@pytest.mark.parametrize(("status", "code"), [(doctor.OK, 0), (doctor.MISSING, 1)])
def test_command_prints_json_and_exits_by_the_result(
    status: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = doctor.Finding("GPU", status, "found", "do")
    monkeypatch.setattr(doctor_command, "diagnose", lambda: [finding])
    result = CliRunner().invoke(main, ["doctor", "--json"])
    assert result.exit_code == code
    assert json.loads(result.output) == {
        "ok": code == 0,
        "findings": [{"topic": "GPU", "status": status, "found": "found", "advice": "do"}],
    }


def test_command_prints_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    finding = doctor.Finding("TensorRT", doctor.MISSING, "[nothing]", "install it")
    monkeypatch.setattr(doctor_command, "diagnose", lambda: [finding])
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 1
    assert "[nothing]" in result.output
    assert "install it" in result.output
    assert "Engines cannot run here." in result.output
