"""The cases, adapted, in one file: what runs them needs no certain version of onnx."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import numpy as np

from onnx_backend.cases import Arrays, Case, cases
from onnx_backend.freezable import freezable
from trtplugins.onnx import Refused, Report, adapt


@dataclass(frozen=True)
class Prepared:
    """A case that is ready to run.

    Attributes:
        model: the adapted model; None if it was refused.
        reason: why it was refused.
        feeds: of the adapted model.
        expected: of the original one.
        outputs: types that adapt() carried in others: name to (old, new).
    """

    name: str
    op: str
    model: Optional[bytes]
    reason: str
    feeds: Arrays
    expected: Arrays
    outputs: dict[str, tuple[str, str]]
    rtol: float
    atol: float
    random: bool


def prepare(case: Case) -> Prepared:
    """Adapt a case, freezing what may be frozen."""
    frozen = freezable(case)
    report = Report()
    model: Optional[bytes] = None
    reason = ""
    try:
        adapted, report = adapt(case.model, frozen)
        model = adapted.SerializeToString()
    except Refused as refusal:
        reason = "; ".join(sorted({r.why for r in refusal.report.refusals}))
    feeds = report.feeds({k: v for k, v in case.feeds.items() if k not in frozen})
    return Prepared(
        case.name,
        case.op,
        model,
        reason,
        feeds,
        case.expected,
        {n: (port.old, port.new) for n, port in report.outputs.items() if port.old != port.new},
        case.rtol,
        case.atol,
        case.random,
    )


def write(path: Path) -> int:
    """Write every case; returns how many."""
    arrays: dict[str, Any] = {}
    index = []
    for i, case in enumerate(cases().values()):
        ready = prepare(case)
        head = {
            "name": ready.name,
            "op": ready.op,
            "reason": ready.reason,
            "rtol": ready.rtol,
            "atol": ready.atol,
            "random": ready.random,
            "outputs": ready.outputs,
            "feeds": list(ready.feeds),
            "expected": list(ready.expected),
        }
        index.append(head)
        if ready.model is not None:
            arrays[f"{i}/model"] = np.frombuffer(ready.model, np.uint8)
        for kind, given in (("feeds", ready.feeds), ("expected", ready.expected)):
            for k, array in enumerate(given.values()):
                arrays[f"{i}/{kind}/{k}"] = array
    arrays["index"] = np.frombuffer(json.dumps(index).encode(), np.uint8)
    np.savez_compressed(path, **arrays)
    return len(index)


def read(path: Path) -> Iterator[Prepared]:
    """The cases of a file."""
    with np.load(path) as stored:
        for i, head in enumerate(json.loads(stored["index"].tobytes())):
            key = f"{i}/model"
            yield Prepared(
                head["name"],
                head["op"],
                stored[key].tobytes() if key in stored else None,
                head["reason"],
                {n: stored[f"{i}/feeds/{k}"] for k, n in enumerate(head["feeds"])},
                {n: stored[f"{i}/expected/{k}"] for k, n in enumerate(head["expected"])},
                {name: (old, new) for name, (old, new) in head["outputs"].items()},
                head["rtol"],
                head["atol"],
                head["random"],
            )
