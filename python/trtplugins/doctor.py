"""What is found on this machine, what is missing, and what to do about it."""

from __future__ import annotations

import importlib
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trtplugins import libraries, system

OK, ABSENT, WARNING, MISSING = "ok", "absent", "warning", "missing"

_GET_TENSORRT = (
    "run `trtplugins setup-tensorrt`, or install TensorRT 8.5 or 8.6 and name its folder in "
    "TENSORRT_LIBRARY_DIR"
)


@dataclass(frozen=True)
class Finding:
    """One line of the report.

    Attributes:
        topic: what was looked for.
        status: "ok"; "absent": not there and not needed for engines; "warning": works, but look at
            it; "missing": engines cannot be built or run without it.
        found: what there is.
        advice: what to do, where something should be done.
    """

    topic: str
    status: str
    found: str
    advice: str = ""


def diagnose() -> list[Finding]:
    """Look at everything. Takes some seconds: libraries are asked for their versions."""
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _python,
        _gpu,
        _tensorrt,
        _parsers,
        _library,
        _cuda_libraries,
        _packages,
        _compiler,
    )
    return [finding for check in checks for finding in check()]


def works(findings: list[Finding]) -> bool:
    """Whether engines can be built and run here."""
    return all(finding.status != MISSING for finding in findings)


def _python() -> Iterator[Finding]:
    version = f"{platform.python_implementation()} {platform.python_version()}"
    yield Finding("Python", OK, f"{version}, {sys.executable}")
    where = f"{platform.system()} {platform.machine()}"
    if where == "Linux x86_64":
        yield Finding("platform", OK, where)
    else:
        advice = "TensorRT 8's packages are for Linux on x86-64"
        yield Finding("platform", MISSING, where, advice)


def _gpu() -> Iterator[Finding]:
    try:
        for gpu in system.list_gpus():
            yield Finding("GPU", OK, f"{gpu}, driver {system.driver_version()}")
    except system.NoGpu as reason:
        advice = (
            "without a GPU models run on the reference backend alone; where there is one, see "
            "whether `nvidia-smi` lists it, install NVIDIA's driver, look at CUDA_VISIBLE_DEVICES"
        )
        yield Finding("GPU", MISSING, str(reason), advice)


def _tensorrt() -> Iterator[Finding]:
    files = libraries.copies("libnvinfer")
    if not files:
        yield Finding("TensorRT", MISSING, "no libnvinfer.so.8", _GET_TENSORRT)
        return
    versions = {file: libraries.tensorrt_version(file) for file in files}
    for file, version in versions.items():
        usable = version.startswith(("8.5.", "8.6."))
        advice = "" if usable else "TensorRT 8.5 and 8.6 can be used, this cannot"
        yield Finding("TensorRT", OK if usable else WARNING, f"{version}, {file}", advice)
    usable_files = [f for f, version in versions.items() if version.startswith(("8.5.", "8.6."))]
    if not usable_files:
        yield Finding("TensorRT", MISSING, "no copy that can be used", _GET_TENSORRT)
    elif len(usable_files) > 1:
        advice = "a process must load one of them only; TENSORRT_LIBRARY_DIR names the one to take"
        yield Finding("TensorRT", WARNING, f"{len(usable_files)} copies", advice)


def _parsers() -> Iterator[Finding]:
    wanted = {
        "libnvinfer_builder_resource": "builds kernels for engines",
        "libnvonnxparser": "reads ONNX models",
        "libnvparsers": "reads UFF and Caffe models",
        "libnvinfer_plugin": "NVIDIA's own plugins",
    }
    for name, purpose in wanted.items():
        files = libraries.copies(name)
        if files:
            yield Finding(name, OK, str(files[0]))
        else:
            yield Finding(name, WARNING, f"not found ({purpose})", "comes with TensorRT")


def _library() -> Iterator[Finding]:
    try:
        core = _compiled_module()
    except ImportError as error:
        advice = "reinstall trtplugins: pip install --force-reinstall trtplugins"
        yield Finding(
            "trtplugins", MISSING, f"its compiled module cannot be loaded: {error}", advice
        )
        return
    path = Path(str(core.__file__)).with_name("libtrtplugins.so")
    yield Finding(
        "trtplugins", OK, f"{system.package_version('trtplugins') or 'not installed'}, {path}"
    )
    try:
        core.load()
        tensorrt = core.tensorrt()
    except core.Error as error:
        yield Finding("registration", MISSING, str(error), _GET_TENSORRT)
        return
    count, problems = len(core.operators()), core.problems()
    found = f"{count} operators in the registry of {tensorrt['path']}"
    yield Finding("registration", OK, found)
    for problem in problems:
        yield Finding("registration", WARNING, problem)


def _compiled_module() -> Any:
    return importlib.import_module("trtplugins._core")


def _cuda_libraries() -> Iterator[Finding]:
    for name in ("libcudnn.so.8", "libcublas.so.12", "libcublasLt.so.12"):
        stem, _, version = name.partition(".so.")
        files = [f for f in libraries.copies(stem) if f.name.startswith(f"{stem}.so.{version}")]
        if files:
            yield Finding(name, OK, str(files[0]))
        else:
            advice = "`trtplugins setup-tensorrt` brings it; without it build with tactic_sources=0"
            yield Finding(name, ABSENT, "not found (tactics of TensorRT, NVIDIA's plugins)", advice)


def _packages() -> Iterator[Finding]:
    """Python packages that are used where they are there."""
    program = "import tensorrt; print(tensorrt.__version__)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    if done.returncode == 0:
        yield Finding("NVIDIA's bindings", OK, f"tensorrt {done.stdout.split()[-1]}")
    else:
        reason = (done.stderr.strip().splitlines() or ["?"])[-1]
        found = f"cannot be imported ({reason}); needed by trtplugins.add() alone"
        yield Finding("NVIDIA's bindings", ABSENT, found)
    for package, purpose in (
        ("numpy", "arrays"),
        ("onnx", "the reference backend"),
        ("torch", "a peer in benchmarks"),
        ("cuda-bindings", "benchmarks"),
    ):
        version = system.package_version(package)
        found = version or f"not installed ({purpose})"
        yield Finding(package, OK if version else ABSENT, found)


def _compiler() -> Iterator[Finding]:
    found = system.nvcc_version()
    if found:
        yield Finding("nvcc", OK, f"{found[1]}, {found[0]}")
    else:
        yield Finding("nvcc", ABSENT, "not found; needed to write operators, not to use them")
