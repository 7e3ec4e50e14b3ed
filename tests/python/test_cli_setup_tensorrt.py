from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import trtplugins as tp
from trtplugins import tensorrt_setup
from trtplugins.cli import main


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], {"force": False, "cuda_libraries": True, "bindings": False}),
        (
            ["--force", "--without-cuda-libraries", "--bindings"],
            {"force": True, "cuda_libraries": False, "bindings": True},
        ),
    ],
)
def test_options_reach_the_setup(
    options: list[str], expected: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, Any]] = []

    def setup(**arguments: bool) -> tuple[Path, str]:
        given.append(arguments)
        return Path("/site/trtplugins_tensorrt8"), "8.6.0"

    monkeypatch.setattr(tensorrt_setup, "setup", setup)
    result = CliRunner().invoke(main, ["setup-tensorrt", *options])
    assert (result.exit_code, result.output) == (
        0,
        "TensorRT 8.6.0 in /site/trtplugins_tensorrt8\n",
    )
    assert given == [expected]


def test_check_places_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def check() -> tuple[Path, str]:
        raise tp.Error("TensorRT is not in /site")

    monkeypatch.setattr(tensorrt_setup, "check", check)
    monkeypatch.setattr(tensorrt_setup, "setup", None)
    result = CliRunner().invoke(main, ["setup-tensorrt", "--check"])
    assert (result.exit_code, result.output) == (1, "Error: TensorRT is not in /site\n")
