"""MatMulInteger: shapes, errors, and sums that are long."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.models import build
from trtplugins import _core, reference
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model

MATMUL = find("MatMulInteger")


@given(data=st.data())
def test_shapes_are_numpys(data: st.DataObject) -> None:
    batch = data.draw(st.lists(st.integers(1, 3), max_size=3))
    m, k, n = (data.draw(st.integers(1, 4)) for _ in range(3))

    def matrices(last: list[int]) -> list[int]:
        if data.draw(st.booleans()):
            return [*last]
        kept = [data.draw(st.sampled_from([1, d])) for d in batch]
        return [*kept[data.draw(st.integers(0, len(kept))) :], *last]

    a = [k] if data.draw(st.booleans()) else matrices([m, k])
    b = [k] if data.draw(st.booleans()) else matrices([k, n])
    expected = np.matmul(np.zeros(a), np.zeros(b)).shape
    assert MATMUL.make().shapes([a, b]) == [list(expected)]


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ([2, 3], [4, 5], "input 'B': expected 3 rows, as 'A' has columns, got 4"),
        ([7, 2, 3], [6, 3, 5], "input 'B': dimension 0: expected 1 or 7, got 6"),
        ([], [3], "input 'A': expected at least 1 dimension, got none"),
    ],
)
def test_what_does_not_fit_is_named(a: list[int], b: list[int], message: str) -> None:
    with pytest.raises(_core.Error, match="^MatMulInteger: " + re.escape(message)):
        MATMUL.make().shapes([a, b])


def test_reference_takes_a_zero_point_per_row(rng: np.random.Generator) -> None:
    a, b = rng.integers(0, 256, (3, 4), np.int32), rng.integers(-128, 128, (4, 5), np.int32)
    zero = rng.integers(0, 256, 3, np.int32)
    inputs = [
        Tensor("A", "int32", a.shape),
        Tensor("B", "int32", b.shape),
        Tensor("a_zero_point", "int32", zero.shape),
    ]
    model = operator_model(MATMUL, inputs, [Tensor("Y", "int32", (3, 5))], {})
    (y,) = reference.run(model, {"A": a, "B": b, "a_zero_point": zero}).values()
    np.testing.assert_array_equal(y, (a - zero[:, np.newaxis]) @ b)


@pytest.mark.gpu
@pytest.mark.parametrize("size", [(1, 40_000, 3), (130, 1000, 70), (128, 4096, 64)])
def test_sums_are_exact(size: tuple[int, int, int], rng: np.random.Generator) -> None:
    """Where all products are as large as they can be, and of the same sign, or nearly all."""
    m, k, n = size
    inputs = [
        Tensor("A", "int32", (m, k)),
        Tensor("B", "int32", (k, n)),
        Tensor("a_zero_point", "int32", (1,)),
        Tensor("b_zero_point", "int32", (1,)),
    ]
    engine = build(operator_model(MATMUL, inputs, [Tensor("Y", "int32", (m, n))], {}))
    for value, zero in ((255, 0), (0, 255), (250, 0)):
        a = np.full((m, k), value, np.int32)
        b = np.where(rng.random((k, n)) < 0.01, 254, value).astype(np.int32)
        zeros = np.array([zero], np.int32)
        y = engine(A=a, B=b, a_zero_point=zeros, b_zero_point=zeros)
        expected = (a.astype(np.int64) - zero) @ (b.astype(np.int64) - zero)
        np.testing.assert_array_equal(y, expected.astype(np.int32))  # which wraps around
