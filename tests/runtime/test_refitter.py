"""New weights for engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from onnx import helper

import trtplugins as tp
from support.models import build, model

pytestmark = pytest.mark.gpu

Array = npt.NDArray[np.float32]


def weights_of(rng: np.random.Generator) -> dict[str, Array]:
    shapes = {"conv.weight": (4, 3, 3, 3), "conv.bias": (4,)}
    return {n: rng.standard_normal(s).astype(np.float32) for n, s in shapes.items()}


def convolution(weights: dict[str, Array]) -> Any:
    node = helper.make_node(
        "Conv", ["x", "conv.weight", "conv.bias"], ["y"], name="conv", pads=[1, 1, 1, 1]
    )
    return model([node], {"x": [1, 3, 8, 8]}, ["y"], weights)


def expected(weights: dict[str, Array], x: Array) -> Array:
    return np.asarray(tp.reference.run(convolution(weights), {"x": x})["y"])


def assert_computes(engine: tp.Engine, weights: dict[str, Array], x: Array) -> None:
    np.testing.assert_allclose(engine(x), expected(weights, x), rtol=1e-4, atol=1e-4)


@pytest.fixture
def old(rng: np.random.Generator) -> dict[str, Array]:
    return weights_of(rng)


@pytest.fixture
def new(rng: np.random.Generator) -> dict[str, Array]:
    weights_of(rng)
    return weights_of(rng)


@pytest.fixture
def x(rng: np.random.Generator) -> Array:
    return rng.standard_normal((1, 3, 8, 8)).astype(np.float32)


@pytest.fixture
def engine(old: dict[str, Array]) -> Iterator[tp.Engine]:
    with build(convolution(old), refittable=True, tf32=False) as engine:
        yield engine


def test_by_the_names_of_initialisers(
    engine: tp.Engine, old: dict[str, Array], new: dict[str, Array], x: Array, tmp_path: Path
) -> None:
    assert engine.is_refittable
    assert_computes(engine, old, x)
    with engine.refit() as refit:
        assert set(new) <= set(refit.names), f"names {refit.names}, layers {refit.layers}"
    engine.refit(new)
    assert_computes(engine, new, x)
    engine.save(tmp_path / "model.plan")
    assert_computes(tp.Engine.load(tmp_path / "model.plan"), new, x)


def test_by_layer_and_role(
    engine: tp.Engine, old: dict[str, Array], new: dict[str, Array], x: Array
) -> None:
    with engine.refit() as refit:
        layers = dict.fromkeys(layer for layer, role in refit.layers if role == "kernel")
        assert len(layers) == 1, f"names {refit.names}, layers {refit.layers}"
        (layer,) = layers
        refit[layer, "kernel"] = new["conv.weight"]
        refit[layer, "bias"] = new["conv.bias"]
    assert_computes(engine, new, x)


def test_bad_weights_are_named_and_change_nothing(
    engine: tp.Engine, old: dict[str, Array], x: Array
) -> None:
    weight = old["conv.weight"]
    bad: list[tuple[Any, Any, str]] = [
        ("conv.wieght", weight, "weights 'conv.wieght': the engine has none of that name"),
        ("conv.wieght", weight, "'conv.weight'"),
        (("conv", "weight"), weight, "role: expected one of kernel, bias"),
        (("nothing", "kernel"), weight, "weights ('nothing', 'kernel'): the engine has no such"),
        ("conv.weight", weight.astype(np.float64), "expected float32, float16 or int8, got float"),
        ("conv.weight", weight[:0], "expected values, got none"),
        (7, weight, "expected the weights' name or (layer, role), got 7"),
    ]
    for key, array, message in bad:
        with pytest.raises(tp.Error, match=re.escape(message)):
            engine.refit({key: array})
        assert_computes(engine, old, x)

    given = {"conv.weight": weight[:2], "conv.bias": old["conv.bias"]}
    with pytest.raises(tp.Error, match=re.escape("'conv.weight' (54 values of float32), 'conv.b")):
        engine.refit(given)
    assert_computes(engine, old, x)

    def interrupted() -> None:
        with engine.refit() as refit:
            refit["conv.bias"] = old["conv.bias"] + 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()
    assert_computes(engine, old, x)


def test_an_engine_that_cannot_be_refitted(old: dict[str, Array], x: Array) -> None:
    engine = build(convolution(old))
    assert not engine.is_refittable
    with pytest.raises(tp.Error, match="build it with refittable=True"):
        engine.refit(old)
    engine(x)


def test_contexts_of_before_say_so(
    engine: tp.Engine, old: dict[str, Array], new: dict[str, Array], x: Array
) -> None:
    context = engine.context()
    context(x)
    engine.refit(new)
    with pytest.raises(tp.Error, match="refitted since this context was made"):
        context(x)
    np.testing.assert_allclose(engine.context()(x), expected(new, x), rtol=1e-4, atol=1e-4)


def test_float16_weights(
    engine: tp.Engine, old: dict[str, Array], new: dict[str, Array], x: Array
) -> None:
    engine.refit({name: array.astype(np.float16) for name, array in new.items()})
    rounded = {n: a.astype(np.float16).astype(np.float32) for n, a in new.items()}
    assert_computes(engine, rounded, x)


def test_missing_weights_are_named_or_not_needed(
    engine: tp.Engine, old: dict[str, Array], new: dict[str, Array], x: Array
) -> None:
    """Whether TensorRT combined kernel and bias is its affair; either way nothing is half done."""
    refit = engine.refit()
    refit["conv.weight"] = new["conv.weight"]
    if refit.missing:
        with pytest.raises(tp.Error, match=r"weights are missing.*conv\.bias"):
            refit.commit()
        assert_computes(engine, old, x)
        refit["conv.bias"] = new["conv.bias"]
        refit.commit()
        assert_computes(engine, new, x)
    else:
        refit.commit()
        assert_computes(engine, {**old, "conv.weight": new["conv.weight"]}, x)
