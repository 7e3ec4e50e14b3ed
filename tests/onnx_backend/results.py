"""Outcomes of all tests as a file to keep and as a table to read."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from onnx_backend.backends import KINDS, MEANING
from onnx_backend.workers import Outcome

Results = dict[str, Any]


def document(
    outcomes: Mapping[str, Outcome], operators: Mapping[str, str], head: Mapping[str, Any]
) -> Results:
    """A head, how many of each outcome, and every test."""
    return {
        **head,
        "counts": counts(outcome.kind for outcome in outcomes.values()),
        "cases": {
            name: {
                "op": operators[name],
                "outcome": outcomes[name].kind,
                "reason": outcomes[name].reason,
                "seconds": round(outcomes[name].seconds, 3),
            }
            for name in sorted(outcomes)
        },
    }


def save(results: Results, path: Path) -> None:
    """Write them; a test takes a line."""
    cases = ",\n".join(
        f"  {json.dumps(name)}: {json.dumps(case)}" for name, case in results["cases"].items()
    )
    head = json.dumps({key: value for key, value in results.items() if key != "cases"}, indent=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{head[:-2]},\n "cases": {{\n{cases}\n }}\n}}\n', "utf-8")


def counts(kinds: Any) -> dict[str, int]:
    """How many of each kind, those that occur."""
    found = Counter(kinds)
    return {kind: found[kind] for kind in KINDS if found[kind]}


def markdown(results: Results) -> str:
    """The page: the counts, a table by operator, and every test that does not pass."""
    return "\n".join(_page(results)) + "\n"


def _page(results: Results) -> Iterator[str]:
    cases = results["cases"]
    total, counted = len(cases), results["counts"]
    by_operator: dict[str, dict[str, Any]] = defaultdict(dict)
    for name, case in cases.items():
        by_operator[case["op"]][name] = case
    full = [op for op, own in sorted(by_operator.items()) if set(_kinds(own)) == {"pass"}]

    yield "# ONNX coverage"
    yield ""
    yield (
        f"ONNX's own node tests (onnx {results['onnx']}) {results['how']}: "
        f"**{counted.get('pass', 0)} of {total} pass**; of {len(full)} of {len(by_operator)} "
        f"operators all do. {results['where']}, {results['date']}. "
        "Written by `make onnx-coverage`."
    )
    yield ""
    yield (
        "Left out are tests on strings, sequences and float types that NumPy does not have, and "
        "the `_expanded` twins. Inputs that are axes, shapes, sizes, pads, counts and the like "
        "are frozen to the test's values. Expected results and tolerances are the package's; "
        "float16 within 5e-3; int64 is compared as int32 where TensorRT has only that."
    )
    yield ""
    yield "| outcome | tests | |"
    yield "|---|---|---|"
    for kind in KINDS:
        yield f"| {kind} | {counted.get(kind, 0)} | {MEANING[kind]} |"
    yield ""
    yield "## By operator"
    yield ""
    yield f"All tests of these pass: {', '.join(full)}."
    yield ""
    yield "| operator | pass / tests | the rest |"
    yield "|---|---|---|"
    for op in sorted(by_operator.keys() - set(full)):
        found = counts(_kinds(by_operator[op]))
        rest = ", ".join(f"{count} {kind}" for kind, count in found.items() if kind != "pass")
        yield f"| {op} | {found.get('pass', 0)} / {len(by_operator[op])} | {rest} |"
    yield ""
    yield "## Why not"
    for op in sorted(by_operator.keys() - set(full)):
        yield ""
        yield f"**{op}**"
        yield ""
        reasons: dict[str, list[str]] = defaultdict(list)
        for name, case in by_operator[op].items():
            if case["outcome"] != "pass":
                reasons[f"{case['outcome']}: {case['reason']}"].append(f"`{name}`")
        for reason, names in reasons.items():
            yield f"- {_escaped(reason)} ({', '.join(names)})"


def _kinds(cases: Mapping[str, Any]) -> list[str]:
    return [case["outcome"] for case in cases.values()]


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")
