"""float16 between casts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting

CASES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Celu", {"alpha": 0.7}),
    ("LpNormalization", {"axis": 1}),
    ("Shrink", {"lambd": 0.3}),
    ("IsInf", {"detect_positive": 0}),
    ("LpPool", {"kernel_shape": [2], "p": 2}),
    ("ReduceL2", {}),
)


@pytest.mark.parametrize(("op", "attributes"), CASES, ids=lambda case: str(case))
def test_results(op: str, attributes: dict[str, Any], rng: np.random.Generator) -> None:
    inputs = {"x": rng.standard_normal((2, 3, 4)).astype(np.float16)}
    made = adapting.model(op, inputs, **attributes)
    left = adapting.same(made, inputs, rtol=5e-3, atol=5e-3)
    assert "Cast" in left


def test_squares_do_not_overflow() -> None:
    inputs = {"x": np.full((1, 4), 300, np.float16)}
    expected = [np.full((1, 1), 600, np.float16)]
    made = adapting.model("ReduceL2", inputs, opset=17, axes=[1])
    adapting.same(made, inputs, expected=expected)


def test_what_goes_with_float16_stays() -> None:
    inputs = {"x": np.zeros(3, np.float16)}
    assert adapting.same(adapting.model("Relu", inputs), inputs) == ["Relu"]
    assert adapting.same(
        adapting.model("Celu", {"x": np.zeros(3, np.float32)}), {"x": np.zeros(3, np.float32)}
    ) == ["Celu"]
