"""Every operator against its reference, over random shapes and values: one engine per case."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

import trtplugins as tp
from support.numerics import Arrays, Case, all_cases

RTOL = {"float32": 1e-5, "float16": 2e-3}
# Below this a result may be the difference of larger ones, and a relative error means nothing.
ATOL = {"float32": 1e-6, "float16": 1e-6}
DRAWS = 200  # at least, per operator and row of types

CASES = list(all_cases())
BY_ID = {case.id: case for case in CASES}


def draws(case: Case) -> int:
    same = [other for other in CASES if other.op.name == case.op.name and other.row == case.row]
    return math.ceil(DRAWS / len(same))


def assert_close(case: Case, got: Arrays, expected: Arrays, what: str) -> None:
    for (name, reference), dtype in zip(expected.items(), case.row[1]):
        assert got[name].dtype == dtype
        np.testing.assert_allclose(
            got[name].astype(np.float64),
            reference.astype(dtype).astype(np.float64),
            rtol=RTOL.get(dtype, 0),
            atol=ATOL.get(dtype, 0),
            err_msg=f"{case.id} {name} {what}",
        )


@cache
def engine_of(case_id: str, smallest: int = 1) -> tp.Engine:
    case = BY_ID[case_id]
    return tp.build(
        case.model(),
        precision="fp16" if "float16" in case.row[0] else "fp32",
        profiles=case.profile(smallest),
        tactic_sources=0,
        optimization_level=0,
    )


def run(engine: tp.Engine, feeds: Arrays) -> Arrays:
    result = engine(**feeds)
    return result if isinstance(result, dict) else {engine.outputs[0].name: result}


@pytest.mark.gpu
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_engine_computes_what_the_reference_does(
    case: Case, rng: np.random.Generator, seed: int
) -> None:
    engine = engine_of(case.id)
    for i in range(draws(case)):
        feeds = case.draw(rng)
        shapes = {name: value.shape for name, value in feeds.items()}
        assert_close(
            case, run(engine, feeds), case.expected(feeds), f"draw {i} of seed {seed}: {shapes}"
        )


@pytest.mark.gpu
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_engine_takes_the_smallest_and_the_largest_shape(
    case: Case, rng: np.random.Generator
) -> None:
    engine = engine_of(case.id)
    for size in (1, case.largest):
        feeds = case.draw(rng, size)
        assert_close(case, run(engine, feeds), case.expected(feeds), f"size {size}")


@pytest.mark.gpu
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_engine_takes_empty_tensors(case: Case, rng: np.random.Generator) -> None:
    engine = engine_of(case.id, smallest=0)
    feeds = case.draw(rng, 0)
    for name, value in run(engine, feeds).items():
        assert value.size == 0, name


@pytest.mark.gpu
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_values_that_are_not_finite_stay_where_they_are(
    case: Case, rng: np.random.Generator
) -> None:
    """NaN and infinities come out where the reference has them, and nowhere else."""
    feeds = case.draw(rng, min(case.largest, 8))
    first = next(iter(feeds))
    flat = feeds[first].reshape(-1)
    flat[:: max(1, flat.size // 3)][:3] = [np.nan, np.inf, -np.inf][: min(3, flat.size)]
    expected = case.expected(feeds)
    for name, value in run(engine_of(case.id), feeds).items():
        np.testing.assert_array_equal(np.isnan(value), np.isnan(expected[name]), err_msg=name)
        finite = np.isfinite(expected[name])
        assert np.isfinite(value[finite]).all(), name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_reference_has_the_declared_shapes_and_types(case: Case, rng: np.random.Generator) -> None:
    """The case is admissible, and declaration and reference agree: this much needs no GPU."""
    from trtplugins import reference

    feeds = case.draw(rng, min(case.largest, 8))
    outputs = reference.run(case.model(), feeds)
    instance = case.op.make(**case.attributes)
    shapes = instance.shapes([list(value.shape) for value in feeds.values()])
    assert [list(value.shape) for value in outputs.values()] == [list(s) for s in shapes]
    assert [value.dtype.name for value in outputs.values()] == list(case.row[1])
