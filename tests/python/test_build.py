"""What `build` and `Engine` refuse, and what they say where there is no GPU."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import trtplugins as tp
from support.models import add_and_relu
from trtplugins import _core

no_gpu = pytest.mark.skipif(_core.cuda.device_count() > 0, reason="there is a GPU here")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"model": "no/such.onnx"}, "no/such.onnx: no such file"),
        ({"model": b"", "precision": "int4"}, "precision: expected one of fp32, fp16, got 'int4'"),
        ({"model": b"", "format": "caffe2"}, "format: expected 'onnx' or 'uff', got 'caffe2'"),
        ({"model": b"", "workspace": "lots"}, "expected a size such as"),
        (
            {"model": b"", "profiles": {"x": [(1,), (2,)]}},
            "profile of input 'x': expected [min, opt, max]",
        ),
    ],
)
def test_bad_arguments(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(tp.Error, match=re.escape(message)):
        tp.build(**arguments)


def test_an_unknown_suffix(tmp_path: Path) -> None:
    (tmp_path / "model.pb").write_bytes(b"")
    with pytest.raises(tp.Error, match="say what it is"):
        tp.build(tmp_path / "model.pb")


@no_gpu
def test_building_without_a_gpu_says_so() -> None:
    with pytest.raises(tp.Error, match=r"(?i)gpu|driver|device"):
        tp.build(add_and_relu())


@no_gpu
def test_running_without_a_gpu_says_so() -> None:
    with pytest.raises(tp.Error, match=r"(?i)gpu|driver|device"):
        tp.Engine(b"whatever")


def test_loading_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(tp.Error, match="No such file"):
        tp.Engine.load(tmp_path / "no.plan")
