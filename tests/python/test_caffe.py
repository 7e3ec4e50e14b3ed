"""Caffe models: what is imported, and what is said of files that are not right."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import trtplugins as tp
from support import process
from support.models import build

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "caffe_import"
DEPLOY = SAMPLE / "deploy.prototxt"
IMAGES = {"image": [(1, 1, 28, 28), (4, 1, 28, 28), (8, 1, 28, 28)]}


@pytest.fixture(scope="module")
def sample() -> Any:
    """The sample's module, which knows the network."""
    sys.path.insert(0, str(SAMPLE))
    try:
        import importlib.util

        spec = importlib.util.spec_from_file_location("caffe_sample", SAMPLE / "main.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(SAMPLE))


@pytest.fixture
def weights(sample: Any, tmp_path: Path) -> Path:
    path = tmp_path / "digits.caffemodel"
    sample.write(path, sample.weights(np.random.default_rng(0)))
    return path


def test_without_weights(tmp_path: Path) -> None:
    with pytest.raises(tp.Error, match="weights: a Caffe model needs"):
        tp.build(DEPLOY)
    with pytest.raises(tp.Error, match="weights: only a Caffe model has them"):
        tp.build(b"", weights=tmp_path / "digits.caffemodel")


def test_the_weights_are_written_as_caffe_has_them(sample: Any, weights: Path) -> None:
    """Layer 100 of the net, its name, and packed floats: read here byte by byte."""
    data = weights.read_bytes()
    assert data[:2] == bytes([100 << 3 & 0x7F | 0x82, 100 >> 4])  # field 100, length-delimited
    bias = sample.weights(np.random.default_rng(0))["conv1"][1][1].astype(np.float32)
    assert bytes([5 << 3 | 2, bias.nbytes]) + bias.tobytes() in data


@pytest.mark.gpu
@pytest.mark.parametrize("in_memory", [False, True])
def test_it_computes_what_caffe_does(
    sample: Any, weights: Path, in_memory: bool, rng: np.random.Generator
) -> None:
    options: dict[str, Any] = {
        "inputs": {"image": (-1, 1, 28, 28)},
        "profiles": IMAGES,
        "outputs": ["prob", "pool1"],
        "tf32": False,
    }
    if in_memory:
        engine = build(DEPLOY.read_bytes(), format="caffe", weights=weights.read_bytes(), **options)
    else:
        engine = build(DEPLOY, weights=weights, **options)
    x = rng.standard_normal((3, 1, 28, 28)).astype(np.float32)
    got = engine(x)
    wanted = sample.reference(x, sample.weights(np.random.default_rng(0)))
    np.testing.assert_allclose(got["prob"].reshape(3, 10), wanted, atol=1e-5)
    assert got["pool1"].shape == (3, 8, 12, 12)


@pytest.mark.gpu
def test_what_nobody_takes_is_an_output_and_the_batch_is_one(weights: Path) -> None:
    engine = build(DEPLOY, weights=weights)
    assert [t.name for t in engine.outputs] == ["prob"]
    assert engine.inputs[0].shape == (1, 1, 28, 28)


@pytest.mark.gpu
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"outputs": ["label"]}, "the Caffe model has no blob 'label'; expected one of 'conv1'"),
        ({"inputs": {"data": (1, 1, 28, 28)}}, "has no input 'data'; expected one of 'image'"),
        ({"inputs": {"image": (1, 3, 28, 28)}}, "input 'image': expected the file's (1, 1, 28"),
        ({"inputs": {"image": (-1, 1, 28, 28)}}, "input 'image' of shape (-1, 1, 28, 28) is dyn"),
    ],
)
def test_what_does_not_fit(options: dict[str, Any], message: str, weights: Path) -> None:
    with pytest.raises(tp.Error, match=re.escape(message)):
        build(DEPLOY, weights=weights, **options)


@pytest.mark.gpu
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("Softmax", "Hardmax"), "could not parse layer type Hardmax"),
        (lambda text: text[: len(text) // 2], "Could not parse deploy file"),
        (lambda text: "", "is empty"),
    ],
)
def test_a_deploy_file_that_is_not_right(change: Any, message: str, weights: Path) -> None:
    with pytest.raises(tp.Error, match=message):
        build(change(DEPLOY.read_text()).encode(), format="caffe", weights=weights)


@pytest.mark.gpu
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_weights_that_are_cut_off(part: float, weights: Path, tmp_path: Path) -> None:
    """In a process of its own: the parser is not ours."""
    whole = weights.read_bytes()
    cut = tmp_path / "cut.caffemodel"
    cut.write_bytes(whole[: int(len(whole) * part)])
    program = """
import sys, trtplugins as tp
try:
    tp.build(sys.argv[1], weights=sys.argv[2], tactic_sources=0, optimization_level=0)
except tp.Error as error:
    print(error)
"""
    result = process.run(program, str(DEPLOY), str(cut))
    assert result.code == 0, result.err
    assert "Could not parse model file" in result.out
