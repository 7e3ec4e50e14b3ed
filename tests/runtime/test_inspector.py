"""Layers of engines, and their times."""

from __future__ import annotations

import numpy as np
import pytest

import trtplugins as tp
from support.models import BATCHES, build, three_operators

pytestmark = pytest.mark.gpu


@pytest.fixture(scope="module")
def engine() -> tp.Engine:
    return build(three_operators(), profiles=BATCHES)


def test_layers_are_listed(engine: tp.Engine) -> None:
    inspection = engine.inspect()
    assert inspection.layers, inspection.text
    assert all(layer.name for layer in inspection.layers), inspection.text
    assert set(inspection.bindings) == {"x", "y"}, inspection.text
    assert len(inspection.table().rows) == len(inspection.layers)


def test_detailed_layers() -> None:
    engine = build(three_operators(), profiles=BATCHES, profiling_verbosity="detailed")
    inspection = engine.inspect()
    assert inspection.is_detailed, inspection.text
    assert all(layer.type for layer in inspection.layers), inspection.text
    read = {tensor.name for layer in inspection.layers for tensor in layer.inputs}
    written = {tensor.name for layer in inspection.layers for tensor in layer.outputs}
    assert "x" in read, inspection.text
    assert "y" in written, inspection.text


def test_layers_are_timed(engine: tp.Engine, rng: np.random.Generator) -> None:
    x = rng.standard_normal((4, 64)).astype(np.float32)
    before = engine(x)
    profile = engine.profile(x, repeats=7)
    assert profile.layers
    assert {layer.calls for layer in profile.layers} == {7}, profile.layers
    for layer in profile.layers:
        assert 0 <= layer.least <= layer.mean <= layer.most < 100, layer
    assert 0 < profile.total < 100
    names = {layer.name for layer in engine.inspect().layers}
    assert any(layer.name in names for layer in profile.layers), (names, profile.layers)
    np.testing.assert_array_equal(engine(x), before)


def test_a_block_is_timed(engine: tp.Engine, rng: np.random.Generator) -> None:
    x = rng.standard_normal((4, 64)).astype(np.float32)
    with engine.profile() as profile:
        first = engine(x)
        engine(x)
    engine(x)
    assert {layer.calls for layer in profile.layers} == {2}
    np.testing.assert_array_equal(engine(x), first)
    with pytest.raises(ZeroDivisionError), engine.profile():
        raise ZeroDivisionError
    np.testing.assert_array_equal(engine(x), first)
