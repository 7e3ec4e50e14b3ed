"""Every operator against its reference, over random shapes and values.

Most draws go to plugins directly, some through an engine, one per case.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

import trtplugins as tp
from support import directly
from support.numerics import Arrays, Case, all_cases
from trtplugins import _core

DRAWS = 200  # at least, per operator and row of types
THROUGH_AN_ENGINE = 5  # per case

BY_ID = {case.id: case for case in all_cases()}
COMPARED = [case for case in BY_ID.values() if not getattr(case.spec, "NO_REFERENCE", False)]

every_case = pytest.mark.parametrize("case", COMPARED, ids=lambda case: case.id)


def draws(case: Case) -> int:
    same = [other for other in COMPARED if other.op.name == case.op.name and other.row == case.row]
    return math.ceil(DRAWS / len(same))


@cache
def engine_of(case_id: str) -> tp.Engine:
    case = BY_ID[case_id]
    # Where there is float16 at all, TensorRT may take it for inputs of float32, whose results then
    # have float16's errors. It must not where it may not insert a reformat.
    direct = {"io": dict.fromkeys((*case.dims, *case.used), "linear"), "direct_io": True}
    return tp.build(
        case.model(),
        precision="fp16" if "float16" in case.row[0] else "fp32",
        profiles=case.profile(smallest=0),
        tactic_sources=0,
        optimization_level=0,
        adapt=False,
        **(direct if len(case.input_floats()) > 1 else {}),
    )


def run(engine: tp.Engine, feeds: Arrays) -> Arrays:
    result = engine(**feeds)
    return result if isinstance(result, dict) else {engine.outputs[0].name: result}


@pytest.mark.gpu
@every_case
def test_plugin_computes_what_the_reference_does(
    case: Case, rng: np.random.Generator, seed: int
) -> None:
    for i, size in enumerate([None] * draws(case) + [1, case.largest]):
        feeds = case.draw(rng, size)
        shapes = {name: value.shape for name, value in feeds.items()}
        what = f"draw {i} of seed {seed}: {shapes}"
        case.assert_close(directly.run(case, feeds), case.expected(feeds), what)


@pytest.mark.gpu
@every_case
def test_engine_computes_what_the_reference_does(
    case: Case, rng: np.random.Generator, seed: int
) -> None:
    engine = engine_of(case.id)
    for i, size in enumerate([None] * THROUGH_AN_ENGINE + [1, case.largest]):
        feeds = case.draw(rng, size)
        shapes = {name: value.shape for name, value in feeds.items()}
        what = f"draw {i} of seed {seed}: {shapes}"
        case.assert_close(run(engine, feeds), case.expected(feeds), what)


@pytest.mark.gpu
@pytest.mark.parametrize(
    "case",
    [case for case in COMPARED if any(d.isalpha() for d in "".join(case.dims.values()))],
    ids=lambda case: case.id,
)
def test_engine_takes_empty_tensors(case: Case, rng: np.random.Generator) -> None:
    feeds = case.draw(rng, 0)
    expected = case.output_shapes({name: list(value.shape) for name, value in feeds.items()})
    got = run(engine_of(case.id), feeds)
    assert {name: list(value.shape) for name, value in got.items()} == expected
    if any(value.size for value in got.values()):  # a sum of nothing, for one
        case.assert_close(got, case.expected(feeds), "empty")


@pytest.mark.gpu
@pytest.mark.parametrize(
    "case", [case for case in COMPARED if not case.finite_only], ids=lambda case: case.id
)
def test_values_that_are_not_finite_stay_where_they_are(
    case: Case, rng: np.random.Generator
) -> None:
    """NaN and infinities come out where the reference has them, and nowhere else."""
    feeds = case.draw(rng, min(case.largest, 8))
    first = next(iter(feeds))
    flat = feeds[first].reshape(-1)
    flat[:: max(1, flat.size // 3)][:3] = [np.nan, np.inf, -np.inf][: min(3, flat.size)]
    expected = case.expected(feeds)
    for name, value in directly.run(case, feeds).items():
        np.testing.assert_array_equal(np.isnan(value), np.isnan(expected[name]), err_msg=name)
        finite = np.isfinite(expected[name])
        assert np.isfinite(value[finite]).all(), name


@every_case
def test_plugin_takes_the_types(case: Case) -> None:
    try:
        _core.tensorrt()
    except _core.Error as error:
        pytest.skip("no TensorRT here: " + str(error).splitlines()[0])
    direct = directly.Direct(case, case.shapes(3 if case.largest > 2 else 1))
    assert all(direct.supported())
    assert direct.output_types() == list(case.output_types().values())


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # float16 overflows in the reference
@every_case
def test_reference_has_the_declared_shapes_and_types(case: Case, rng: np.random.Generator) -> None:
    """The case is admissible, and declaration and reference agree: this much needs no GPU."""
    from trtplugins import reference

    feeds = case.draw(rng, min(case.largest, 8))
    outputs = reference.run(case.model(), feeds)
    expected = case.output_shapes({name: list(value.shape) for name, value in feeds.items()})
    assert {name: list(value.shape) for name, value in outputs.items()} == expected
    assert {name: value.dtype.name for name, value in outputs.items()} == case.output_types()
