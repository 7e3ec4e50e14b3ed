"""Einsum."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting

EQUATIONS = (
    ("ii->i", "n n"),
    ("...ii->...i", "2 3 n n"),
    ("iij,jj->ij", "n n 3,3 3"),
    ("iii", "n n n"),
    ("...ij,...jk->...ik", "2 3 4,4 5"),
    ("i...,i...->...", "3 2 4,3 2 4"),
    ("AB,BC->AC", "2 3,3 4"),
    ("Ij,jk", "2 3,3 4"),
    ("ij,ij->i", "2 3,2 1"),
    ("ij,kj->", "2 3,4 3"),
)


@pytest.mark.parametrize(("equation", "shapes"), EQUATIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.int32])
def test_equations(equation: str, shapes: str, dtype: Any, rng: np.random.Generator) -> None:
    size = int(rng.integers(2, 5))
    inputs = {}
    for i, shape in enumerate(shapes.replace("n", str(size)).split(",")):
        inputs[f"x{i}"] = (rng.standard_normal([int(d) for d in shape.split()]) * 5).astype(dtype)
    made = adapting.model("Einsum", inputs, equation=equation)
    left = adapting.same(made, inputs, rtol=1e-4, atol=1e-4)
    if dtype == np.int32:
        assert "Einsum" not in left
    for node in adapting.adapt(made)[0].graph.node:
        if node.op_type == "Einsum":
            terms = node.attribute[0].s.decode().replace("->", ",").split(",")
            assert all(term.islower() or not term for term in terms)
            assert all(len(set(term)) == len(term) for term in terms)


def test_diagonals_of_infinities() -> None:
    x = np.array([[1, np.inf], [np.nan, 2]], np.float32)
    made = adapting.model("Einsum", {"x": x}, equation="ii->i")
    adapting.same(made, {"x": x}, expected=[np.array([1, 2], np.float32)])


def test_what_tensorrt_reads_stays() -> None:
    inputs = {name: np.zeros((2, 2), np.float32) for name in "ab"}
    assert adapting.same(adapting.model("Einsum", inputs, equation="ij,jk->ik"), inputs) == [
        "Einsum"
    ]
