"""cmake/FindTensorRT.cmake, run by CMake on made-up installations."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = """
cmake_minimum_required(VERSION 3.24)
project(probe LANGUAGES NONE)
set(CMAKE_FIND_USE_CMAKE_SYSTEM_PATH OFF)
set(CMAKE_FIND_USE_SYSTEM_ENVIRONMENT_PATH OFF)
list(APPEND CMAKE_MODULE_PATH "@ROOT@/cmake")
find_package(TensorRT REQUIRED)
get_target_property(includes TensorRT::headers INTERFACE_INCLUDE_DIRECTORIES)
get_target_property(definitions TensorRT::headers INTERFACE_COMPILE_DEFINITIONS)
message("includes=${includes}\\ndefinitions=${definitions}\\nlibraries=${TensorRT_LIBRARY_DIR}")
"""
HEADERS = ("NvInfer.h", "NvOnnxParser.h", "NvUffParser.h", "NvCaffeParser.h")
OWN = f"includes={ROOT / 'csrc' / 'trt' / 'abi'}"

Configure = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def configure(tmp_path: Path) -> Configure:
    """Configure a project that looks for TensorRT; its site-packages are tmp_path/site."""
    if shutil.which("cmake") is None:
        pytest.skip("no cmake here")
    (tmp_path / "CMakeLists.txt").write_text(PROJECT.replace("@ROOT@", str(ROOT)))
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\necho {tmp_path}/site\n")
    python.chmod(0o755)

    def run(*definitions: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = ["cmake", "-S", str(tmp_path), "-B", str(tmp_path / "build")]
        command += [f"-DPython_EXECUTABLE={python}", *(f"-D{d}" for d in definitions)]
        variables = {"PATH": "/usr/bin:/bin", **environment}
        command[0] = shutil.which("cmake") or "cmake"
        done = subprocess.run(command, capture_output=True, text=True, env=variables)
        done.stderr = " ".join(done.stderr.split())  # CMake wraps messages
        return done

    return run


def sdk(root: Path, headers: str = "", libraries: str = "", omit: str = "") -> Path:
    """An installation with headers and libraries of these versions, as far as they are given."""
    if headers:
        (root / "include").mkdir(parents=True)
        for name in HEADERS:
            (root / "include" / name).touch()
        numbers = zip(("MAJOR", "MINOR", "PATCH"), headers.split("."))
        lines = [f"#define NV_TENSORRT_{part} {n} //!< TensorRT {part}.\n" for part, n in numbers]
        (root / "include" / "NvInferVersion.h").write_text("".join(lines))
        if omit:
            (root / "include" / omit).unlink()
    if libraries:
        (root / "lib").mkdir(parents=True)
        (root / "lib" / f"libnvinfer.so.{libraries}").touch()
        major = libraries.split(".")[0]
        for link in (f"libnvinfer.so.{major}", "libnvinfer.so"):
            (root / "lib" / link).symlink_to(f"libnvinfer.so.{libraries}")
    return root


def pip_package(site: Path, version: str, name: str = "tensorrt") -> Path:
    """The libraries of a pip package as they lie in site-packages."""
    folder = site / name
    folder.mkdir(parents=True)
    (folder / f"libnvinfer.so.{version.split('.')[0]}").touch()
    (folder / f"libnvinfer_builder_resource.so.{version}").touch()
    return folder


def test_own_declarations_where_there_is_nothing(configure: Configure) -> None:
    done = configure()
    assert done.returncode == 0, done.stderr
    assert "TensorRT headers: own declarations (8.5/8.6)" in done.stdout
    assert OWN in done.stderr
    assert "definitions=TRTP_OWN_ABI=1" in done.stderr


@pytest.mark.parametrize("version", ["8.5.3", "8.6.0", "8.6.1"])
@pytest.mark.parametrize("how", ["variable", "environment", "system"])
def test_sdk_is_taken(configure: Configure, tmp_path: Path, how: str, version: str) -> None:
    root = sdk(tmp_path / "sdk", headers=version, libraries=version)
    done = {
        "variable": lambda: configure(f"TENSORRT_ROOT={root}"),
        "environment": lambda: configure(TENSORRT_ROOT=str(root)),
        "system": lambda: configure(f"CMAKE_PREFIX_PATH={root}"),
    }[how]()
    assert done.returncode == 0, done.stderr
    assert f"TensorRT headers: {version} in {root}/include" in done.stdout
    assert f"includes={root}/include" in done.stderr
    assert "definitions=definitions-NOTFOUND" in done.stderr
    assert f"libraries={root}/lib" in done.stderr


def test_root_goes_before_the_system(configure: Configure, tmp_path: Path) -> None:
    mine = sdk(tmp_path / "mine", headers="8.5.1", libraries="8.5.1")
    system = sdk(tmp_path / "system", headers="8.6.1", libraries="8.6.1")
    done = configure(f"TENSORRT_ROOT={mine}", f"CMAKE_PREFIX_PATH={system}")
    assert f"includes={mine}/include" in done.stderr


@pytest.mark.parametrize("name", ["tensorrt", "trtplugins_tensorrt8"])
def test_pip_package_has_libraries_alone(configure: Configure, tmp_path: Path, name: str) -> None:
    folder = pip_package(tmp_path / "site", "8.6.0", name)
    done = configure()
    assert OWN in done.stderr
    assert f"libraries={folder}" in done.stderr
    assert f"TensorRT libraries: 8.6.0 in {folder}" in done.stdout


@pytest.mark.parametrize("version", ["7.2.3", "8.4.3", "8.7.0", "8.60.0", "10.3.0"])
def test_other_versions_are_refused(configure: Configure, tmp_path: Path, version: str) -> None:
    root = sdk(tmp_path / "sdk", headers=version, libraries=version)
    done = configure(f"TENSORRT_ROOT={root}")
    assert done.returncode != 0
    found = f"headers in {root}/include, version {version}"
    assert f"{found}. Wanted: TensorRT 8.5 or 8.6" in done.stderr
    assert "TRTPLUGINS_OWN_ABI=ON" in done.stderr


def test_other_libraries_without_headers_are_refused(configure: Configure, tmp_path: Path) -> None:
    root = sdk(tmp_path / "sdk", libraries="10.3.0")
    done = configure(f"TENSORRT_ROOT={root}")
    assert done.returncode != 0
    assert f"libraries in {root}/lib, version 10.3.0. Wanted: TensorRT 8.5 or 8.6" in done.stderr


@pytest.mark.parametrize(("headers", "libraries"), [("8.6.1", "8.5.3"), ("8.6.1", "8.6.0")])
def test_mixed_versions_are_refused(
    configure: Configure, tmp_path: Path, headers: str, libraries: str
) -> None:
    root = sdk(tmp_path / "sdk", headers=headers, libraries=libraries)
    done = configure(f"TENSORRT_ROOT={root}")
    assert done.returncode != 0
    assert f"version {headers}, but libraries of version {libraries} in {root}/lib" in done.stderr


def test_headers_must_fit_the_pip_package(configure: Configure, tmp_path: Path) -> None:
    root = sdk(tmp_path / "sdk", headers="8.5.3")
    folder = pip_package(tmp_path / "site", "8.6.0")
    done = configure(f"CMAKE_PREFIX_PATH={root}")
    assert done.returncode != 0
    assert f"version 8.5.3, but libraries of version 8.6.0 in {folder}" in done.stderr


def test_another_pip_package_is_only_a_warning(configure: Configure, tmp_path: Path) -> None:
    pip_package(tmp_path / "site", "10.3.0")
    done = configure()
    assert done.returncode == 0
    assert "TensorRT 10.3.0 in" in done.stderr
    assert OWN in done.stderr


def test_own_declarations_can_be_asked_for(configure: Configure, tmp_path: Path) -> None:
    root = sdk(tmp_path / "sdk", headers="10.3.0")
    done = configure(f"CMAKE_PREFIX_PATH={root}", "TRTPLUGINS_OWN_ABI=ON")
    assert done.returncode == 0, done.stderr
    assert OWN in done.stderr


@pytest.mark.parametrize("header", HEADERS[1:])
def test_incomplete_headers_are_left_aside(
    configure: Configure, tmp_path: Path, header: str
) -> None:
    root = sdk(tmp_path / "sdk", headers="8.6.1", omit=header)
    done = configure(f"TENSORRT_ROOT={root}")
    assert done.returncode == 0, done.stderr
    assert f"{root}/include lacks {header}" in done.stdout
    assert OWN in done.stderr


def test_headers_that_tell_no_version_are_refused(configure: Configure, tmp_path: Path) -> None:
    root = sdk(tmp_path / "sdk", headers="8.6.1")
    (root / "include" / "NvInferVersion.h").write_text("// nothing\n")
    done = configure(f"TENSORRT_ROOT={root}")
    assert done.returncode != 0
    assert "no version in their NvInferVersion.h" in done.stderr


def test_a_root_without_tensorrt_is_refused(configure: Configure, tmp_path: Path) -> None:
    done = configure(f"TENSORRT_ROOT={tmp_path / 'nowhere'}")
    assert done.returncode != 0
    assert f"TENSORRT_ROOT is {tmp_path}/nowhere, but there is neither" in done.stderr
