"""Real graphs, as PyTorch exports them: what adapt makes of them computes the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from models import graphs
from support.models import build
from trtplugins import reference
from trtplugins.onnx import Refused, Report, adapt

# What adapt refuses: the operators, by model.
REFUSED: dict[str, set[str]] = {}

# float32 through some ten layers, in another order of operations.
TOLERANCE = {"rtol": 2e-3, "atol": 2e-4}

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


@pytest.mark.parametrize("name", graphs.names())
def test_adapted_model_computes_what_pytorch_does(name: str) -> None:
    try:
        model, report = adapt(graphs.model(name))
    except Refused as refused:
        what, why = {each.what for each in refused.report.refusals}, str(refused)
    else:
        what, why = None, "it is taken now"
    assert what == REFUSED.get(name), why
    if what is not None:
        return
    for turn in graphs.turns(name):
        got = report.results(reference.run(model, report.feeds(turn.feeds)))
        same(got, turn.outputs)


@pytest.mark.parametrize("name", graphs.names())
def test_original_model_computes_what_pytorch_does(name: str) -> None:
    for turn in graphs.turns(name):
        same(reference.run(graphs.model(name), turn.feeds), turn.outputs)


@pytest.mark.parametrize("name", graphs.names())
def test_adapt_changes_nothing_a_second_time(name: str) -> None:
    if name not in REFUSED:
        once, _ = adapt(graphs.model(name))
        twice, report = adapt(once)
        assert report.changes == []
        assert twice == once


@pytest.mark.gpu
@pytest.mark.parametrize("name", [name for name in graphs.names() if name not in REFUSED])
def test_engine_computes_what_pytorch_does(name: str) -> None:
    model, report = adapt(graphs.model(name))
    runs = [(report.feeds(turn.feeds), turn.outputs) for turn in graphs.turns(name)]
    ranges = profile([feeds for feeds, _ in runs])
    with build(model, tf32=False, profiles=ranges) as engine:
        for feeds, outputs in runs:
            made = engine(**feeds)
            got = made if isinstance(made, dict) else {engine.outputs[0].name: made}
            same(engine_types(report, got, outputs), outputs)


def profile(runs: list[Mapping[str, Any]]) -> Any:
    """Ranges of the inputs whose shapes differ between the runs."""
    ranges = {}
    for name in runs[0]:
        shapes = np.array([run[name].shape for run in runs])
        if shapes.ndim == 2 and (shapes != shapes[0]).any():
            ranges[name] = [shapes.min(0).tolist(), shapes[0].tolist(), shapes.max(0).tolist()]
    return ranges or None


def engine_types(
    report: Report, got: Mapping[str, Any], expected: Mapping[str, Any]
) -> dict[str, Any]:
    """TensorRT has no int64: its int32 is what is compared."""
    return {
        name: array.astype(expected[name].dtype) if expected[name].dtype == np.int64 else array
        for name, array in report.results(got).items()
    }


def same(got: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    assert set(got) == set(expected)
    for name, array in expected.items():
        assert got[name].dtype == array.dtype, name
        np.testing.assert_allclose(got[name], array, err_msg=name, **TOLERANCE)
