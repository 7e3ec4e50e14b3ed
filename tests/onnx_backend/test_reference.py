"""ONNX's node tests, adapted, on the CPU: what `adapt` makes of a model computes the same."""

from __future__ import annotations

import warnings

import numpy as np
import onnx
import pytest

from onnx_backend import refused
from onnx_backend.adapted import adapted
from onnx_backend.cases import cases
from onnx_backend.compare import difference
from trtplugins import reference

KEPT = "review and keep it: python tests/onnx_backend/coverage.py refused"

pytestmark = [
    pytest.mark.skipif(
        onnx.__version__ != refused.version(),
        reason=f"the tests are those of onnx {refused.version()}, this is {onnx.__version__}",
    ),
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),  # infinities that tests are about
]


@pytest.mark.parametrize("name", refused.read())
def test_adapted_model(name: str) -> None:
    case = cases()[name]
    refusal = refused.read()[name]
    made = adapted(case)

    assert made.refusal == refusal, KEPT
    if made.model is not None:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            got = made.report.results(reference.run(made.model, made.feeds))
        assert difference(case, got) == "", str(made.report)


def test_every_case_is_in_the_kept_list() -> None:
    assert set(cases()) == set(refused.read()), KEPT
