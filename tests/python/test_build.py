"""What `build` and `Engine` refuse, and what they say where there is no GPU."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest

import trtplugins as tp
from support.models import PAIRS, add_and_relu, build
from trtplugins import _core

no_gpu = pytest.mark.skipif(_core.cuda.device_count() > 0, reason="there is a GPU here")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"model": "no/such.onnx"}, "no/such.onnx: no such file"),
        ({"model": b"", "precision": "int4"}, "precision: expected one of fp32, fp16, int8"),
        ({"model": b"", "format": "caffe2"}, "format: expected 'onnx', 'uff' or 'caffe', got"),
        ({"model": b"", "format": "caffe"}, "weights: a Caffe model needs its .caffemodel"),
        ({"model": b"", "weights": "x"}, "weights: only a Caffe model has them"),
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


def test_what_does_not_fit_the_model(tmp_path: Path) -> None:
    """Told before TensorRT is asked, so also where there is none."""
    model = add_and_relu()
    (tmp_path / "model.onnx").write_bytes(model.SerializeToString())
    for source in (model, model.SerializeToString(), tmp_path / "model.onnx"):
        with pytest.raises(tp.Error, match=r"input 'w' of shape \(n, 8\) is dynamic: give"):
            tp.build(source, profiles={"x": PAIRS["x"]})
    with pytest.raises(tp.Error, match="inputs and outputs are for UFF and Caffe"):
        tp.build(model, profiles=PAIRS, outputs=["r"])
    with pytest.raises(tp.Error, match="for an onnx"):
        tp.build(model, profiles=PAIRS, format="uff")


def test_what_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"garbage!")
    with pytest.raises(tp.Error, match=r"model\.onnx: not an ONNX model"):
        tp.build(tmp_path / "model.onnx")
    with pytest.raises(tp.Error, match="the bytes given: not an ONNX model"):
        tp.build(b"garbage!")


@no_gpu
def test_building_without_a_gpu_says_so() -> None:
    with pytest.raises(tp.Error, match=r"(?i)gpu|driver|device"):
        tp.build(add_and_relu(), profiles=PAIRS)


@no_gpu
def test_running_without_a_gpu_says_so() -> None:
    with pytest.raises(tp.Error, match=r"(?i)gpu|driver|device"):
        tp.Engine(b"ftrt" + bytes(60))


@pytest.mark.gpu
def test_tensorrts_lines_reach_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "trtplugins.tensorrt"):
        build(add_and_relu(), profiles=PAIRS)
        assert not [r for r in caplog.records if r.levelno == logging.DEBUG]
        build(add_and_relu(), profiles=PAIRS, verbose=True)
        assert [r for r in caplog.records if r.levelno == logging.DEBUG]


def test_loading_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(tp.Error, match="No such file"):
        tp.Engine.load(tmp_path / "no.plan")
