"""Where the files for C++ are."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import trtplugins as tp
from trtplugins import _core
from trtplugins.cli import main


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package's folder with the library alone."""
    monkeypatch.setattr(_core, "library_path", lambda: str(tmp_path / "libtrtplugins.so"))
    return tmp_path


def test_they_lie_beside_the_library(package: Path) -> None:
    folder = package / "lib" / "cmake" / "trtplugins"
    folder.mkdir(parents=True)
    (folder / "trtplugins-config.cmake").touch()
    assert tp.cmake_dir() == str(folder)
    done = CliRunner().invoke(main, ["cmake-dir"])
    assert (done.exit_code, done.output) == (0, f"{folder}\n")


def test_if_they_are_missing_it_says_so(package: Path) -> None:
    with pytest.raises(tp.Error, match=r"files for C\+\+ are not installed"):
        tp.cmake_dir()
    done = CliRunner().invoke(main, ["cmake-dir"])
    assert done.exit_code == 1
    assert str(package) in done.output
