"""A test's model as `adapt` makes it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import onnx

from onnx_backend.cases import Arrays, Case
from onnx_backend.freezable import freezable
from trtplugins.onnx import Refused, Report, adapt


@dataclass(frozen=True)
class Adapted:
    """What became of a test's model.

    Attributes:
        model: None if it was refused.
        refusal: why; empty if it was not.
        feeds: inputs of the adapted model.
        report: what `adapt` had to say.
    """

    model: onnx.ModelProto | None
    refusal: str
    feeds: Arrays
    report: Report = field(default_factory=Report)


def adapted(case: Case) -> Adapted:
    """Adapt the model of a test, what TensorRT needs at build time frozen to the test's values."""
    frozen = freezable(case)
    try:
        model, report = adapt(case.model, frozen)
    except Refused as refused:
        return Adapted(None, reason(refused.report), {})
    fed = {name: array for name, array in case.feeds.items() if name not in frozen}
    return Adapted(model, "", report.feeds(fed), report)


def reason(report: Report) -> str:
    """Why a model was refused, in a line: by operator, since nodes of these tests have no names."""
    lines = [f"{_operator(refusal.what)}: {refusal.why}" for refusal in report.refusals]
    return "; ".join(dict.fromkeys(lines))


def _operator(what: str) -> str:
    found = re.fullmatch(r".*\((\w+)\)", what)
    return found[1] if found else what
