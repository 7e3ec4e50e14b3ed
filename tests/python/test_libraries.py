from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from trtplugins import libraries


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without TensorRT, whatever this one has."""
    for variable in ("TENSORRT_LIBRARY_DIR", "TENSORRT_ROOT", "LD_LIBRARY_PATH"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(libraries, "_mapped", lambda: iter(()))
    monkeypatch.setattr(libraries, "_configured", lambda: ())
    monkeypatch.setattr(sys, "path", [])


def library(folder: Path, name: str = "libnvinfer.so.8") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(b"")
    return path


def test_nothing_is_found_where_nothing_is() -> None:
    assert libraries.copies("libnvinfer") == []


def test_copies_come_in_the_order_in_which_they_are_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = {name: tmp_path / name for name in ("named", "root", "path", "site")}
    monkeypatch.setenv("TENSORRT_LIBRARY_DIR", str(folders["named"]))
    monkeypatch.setenv("TENSORRT_ROOT", str(folders["root"]))
    monkeypatch.setenv("LD_LIBRARY_PATH", f":{folders['path']}")
    monkeypatch.setattr(sys, "path", [str(folders["site"])])
    expected = [
        library(folders["named"]),
        library(folders["root"] / "lib"),
        library(folders["path"]),
        library(folders["site"] / "tensorrt"),
        library(folders["site"] / "trtplugins_tensorrt8"),
    ]
    assert libraries.copies("libnvinfer") == expected


def test_links_to_one_file_are_one_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = library(tmp_path, "libnvinfer.so.8.6.0")
    (tmp_path / "libnvinfer.so.8").symlink_to(real)
    monkeypatch.setenv("LD_LIBRARY_PATH", f"{tmp_path}:{tmp_path}/../{tmp_path.name}")
    assert libraries.copies("libnvinfer") == [real]


def test_other_libraries_of_the_same_beginning_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library(tmp_path, "libnvinfer_plugin.so.8")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    assert libraries.copies("libnvinfer") == []


@pytest.mark.parametrize(
    ("number", "text"),
    [(8600, "8.6.0"), (8503, "8.5.3"), (100_300, "10.3.0"), (101_306, "10.13.6")],
)
def test_version_text(number: int, text: str) -> None:
    assert libraries.version_text(number) == text


def test_version_of_something_that_is_no_library(tmp_path: Path) -> None:
    assert libraries.tensorrt_version(library(tmp_path)).startswith("(cannot be loaded: ")


def test_version_is_asked_of_the_library_in_another_process(tmp_path: Path) -> None:
    source, path = tmp_path / "fake.c", tmp_path / "libnvinfer.so.8"
    source.write_text("int getInferLibVersion(void) { return 8502; }\n")
    subprocess.run(["cc", "-shared", "-o", str(path), str(source)], check=True)
    assert libraries.tensorrt_version(path) == "8.5.2"
    assert str(path) not in Path("/proc/self/maps").read_text()


def test_a_copy_in_this_process_is_found(tmp_path: Path) -> None:
    source, path = tmp_path / "fake.c", tmp_path / "libnvinfer.so.8"
    source.write_text("int getInferLibVersion(void) { return 8502; }\n")
    subprocess.run(["cc", "-shared", "-o", str(path), str(source)], check=True)
    program = (
        "import ctypes, sys; from trtplugins import libraries; "
        "ctypes.CDLL(sys.argv[1]); print(*libraries.copies('libnvinfer'), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert str(path) in done.stdout.splitlines()
