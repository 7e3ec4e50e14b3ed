"""Whether results are what a test expects."""

from __future__ import annotations

from onnx_backend.answers import Answer
from onnx_backend.cases import Arrays, Case
from onnx_backend.randomness import alternatives


def answer(case: Case) -> Answer:
    """What a test expects, its random results included."""
    return Answer(case.expected, case.rtol, case.atol, alternatives(case))


def difference(case: Case, got: Arrays) -> str:
    """What is wrong with the results, in a line; empty if nothing is."""
    return answer(case).difference(got)
