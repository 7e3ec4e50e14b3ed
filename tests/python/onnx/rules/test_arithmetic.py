"""Powers, remainders, bounds, and integers where TensorRT has floats only."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting
from trtplugins.onnx.rules.questions import has_plugin

INTEGERS = (np.int32, np.int64)


@pytest.mark.parametrize("base", INTEGERS)
@pytest.mark.parametrize("exponent", INTEGERS)
def test_powers_of_integers_are_exact(base: Any, exponent: Any, rng: np.random.Generator) -> None:
    """All that fit into int32; of 0, 1 and -1 any power does."""
    x = rng.integers(-20, 21, 300)
    y = rng.integers(0, 32, 300)
    y = np.where(np.abs(x) < 2, rng.integers(0, 2**31 - 1, 300), y)
    fits = np.abs(np.power(np.abs(x).astype(float), y)) < 2**31
    inputs = {"x": x[fits].astype(base), "y": y[fits].astype(exponent)}
    expected = [
        np.array([int(a) ** min(int(b), 64 + int(b) % 2) for a, b in zip(x[fits], y[fits])])
    ]
    adapting.same(adapting.model("Pow", inputs), inputs, expected=[expected[0].astype(base)])


def test_powers_of_integers_by_floats(rng: np.random.Generator) -> None:
    x, y = rng.integers(1, 9, 200).astype(np.int32), rng.integers(0, 14, 200) / 2
    inputs = {"x": x, "y": y.astype(np.float32)}
    exact = np.sqrt(x.astype(np.float64) ** (2 * y))
    adapting.same(adapting.model("Pow", inputs), inputs, expected=[(exact + 1e-9).astype(np.int32)])


@pytest.mark.parametrize("dtype", [np.int32, np.int64, np.float16])
def test_exponents_of_other_types(dtype: Any, rng: np.random.Generator) -> None:
    inputs = {
        "x": rng.uniform(0.5, 2, (3, 4)).astype(np.float32),
        "y": rng.integers(0, 4, 4).astype(dtype),
    }
    adapting.same(adapting.model("Pow", inputs), inputs)


@pytest.mark.parametrize("exponent", [2.0, 3.0, 4.0, 0.5])
def test_whole_powers_are_products(exponent: float, rng: np.random.Generator) -> None:
    x = rng.standard_normal((3, 4)).astype(np.float32)
    inputs = {"x": np.abs(x) if exponent == 0.5 else x, "y": np.float32([exponent])}
    made = adapting.model("Pow", inputs, constants=["y"])
    left = adapting.same(made, inputs)
    assert set(left) == ({"Pow"} if exponent == 0.5 else {"Mul"})


@pytest.mark.parametrize("dtype", [np.float32, np.int32, np.int8])
@pytest.mark.parametrize("bounds", [(None, None), (-2, None), (None, 2), (-2, 2), (2, -2)])
@pytest.mark.parametrize("constant", [False, True])
def test_bounds(dtype: Any, bounds: Any, constant: bool, rng: np.random.Generator) -> None:
    x = (rng.standard_normal((3, 4)) * 5).astype(dtype)
    low, high = (None if bound is None else np.asarray(bound, dtype) for bound in bounds)
    inputs = {"x": x, "min": low, "max": high}
    made = adapting.model("Clip", inputs, constants=["min", "max"] if constant else [])
    left = adapting.same(made, inputs)
    native = constant and dtype == np.float32 and bounds != (2, -2) and bounds != (None, None)
    assert ("Clip" in left) == native


@pytest.mark.parametrize("op", ["Relu", "Sign"])
def test_functions_of_floats(op: str, rng: np.random.Generator) -> None:
    inputs = {"x": rng.integers(-3, 4, (3, 4)).astype(np.int32)}
    assert op not in adapting.same(adapting.model(op, inputs), inputs)


def test_slopes_of_integers(rng: np.random.Generator) -> None:
    inputs = {
        "x": rng.integers(-9, 9, (2, 3, 4)).astype(np.int32),
        "slope": rng.integers(-3, 4, (3, 1)).astype(np.int32),
    }
    adapting.same(adapting.model("PRelu", inputs), inputs)


def test_selu_states_its_constants(rng: np.random.Generator) -> None:
    inputs = {"x": rng.standard_normal(9).astype(np.float32)}
    made = adapting.model("Selu", inputs)
    adapting.same(made, inputs)
    (node,) = adapting.adapt(made)[0].graph.node
    constants = {attribute.name: attribute.f for attribute in node.attribute}
    assert constants == pytest.approx({"alpha": 1.67326324, "gamma": 1.05070099}, rel=1e-7)


def test_casts_lose_what_is_about_float8(rng: np.random.Generator) -> None:
    inputs = {"x": rng.standard_normal(9).astype(np.float32)}
    adapting.same(adapting.model("Cast", inputs, to=6, saturate=0), inputs)


def test_remainders_of_floats_need_a_plugin() -> None:
    inputs = {"x": np.float32([1]), "y": np.float32([0.1])}
    made = adapting.model("Mod", inputs, fmod=1, opset=17)
    if has_plugin("Mod"):
        assert adapting.same(made, inputs) == ["TRTP_Mod"]
    else:
        assert "no plugin" in adapting.refusal(made)
