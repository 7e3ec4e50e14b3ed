#!/usr/bin/env python3
"""ONNX's node tests through adapt() and TensorRT: which pass, and why the others do not.

coverage.py export BUNDLE                  adapt every case; needs the pinned onnx, no GPU
coverage.py run BUNDLE -o RESULTS.json     run them; needs TensorRT and a GPU
coverage.py table RESULTS.json             the table by operator, in Markdown
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from onnx_backend import bundle, crew


def export(options: argparse.Namespace) -> None:
    count = bundle.write(options.bundle)
    size = options.bundle.stat().st_size / 2**20
    print(f"{count} cases in {options.bundle} ({size:.1f} MiB)")


def run(options: argparse.Namespace) -> None:
    started = time.time()
    prepared = list(bundle.read(options.bundle))
    chosen = [c for c in prepared if not options.only or c.op in options.only.split(",")]
    rows = crew.run([c.name for c in chosen], options.bundle, options.backend, options.workers)
    ops = {case.name: case.op for case in chosen}
    result = {
        "command": " ".join(["coverage.py", *sys.argv[1:]]),
        "date": datetime.date.today().isoformat(),
        "seconds": round(time.time() - started, 1),
        **_machine(options.backend),
        "counts": dict(Counter(row[1] for row in rows)),
        "cases": [
            {"name": n, "op": ops[n], "outcome": o, "reason": r, "seconds": s}
            for n, o, r, s in rows
        ],
    }
    options.output.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(result["counts"], f"in {result['seconds']} s")


def _machine(backend: str) -> dict[str, Any]:
    import trtplugins as tp
    from trtplugins import system

    found: dict[str, Any] = {"trtplugins": tp.__version__, "backend": backend}
    if backend == "engine":
        found["gpu"] = str(next(iter(system.gpus()), ""))
        found["tensorrt"] = tp.tensorrt_version() if hasattr(tp, "tensorrt_version") else ""
    return found


def table(options: argparse.Namespace) -> None:
    print(markdown(json.loads(options.results.read_text(encoding="utf-8"))))


def markdown(result: dict[str, Any]) -> str:
    """The results by operator."""
    by_op: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for case in result["cases"]:
        by_op[case["op"]].append(case)
    passed = sum(case["outcome"] == "pass" for case in result["cases"])
    lines = [
        f"{passed} of {len(result['cases'])} cases pass.",
        "",
        "| operator | pass / cases | the others |",
        "|---|---|---|",
    ]
    complete = []
    for op in sorted(by_op):
        cases = by_op[op]
        good = sum(case["outcome"] == "pass" for case in cases)
        if good == len(cases):
            complete.append(f"{op} ({good})" if good > 1 else op)
            continue
        why = Counter(
            f"{case['outcome']}: {_short(case['reason'])}"
            for case in cases
            if case["outcome"] != "pass"
        )
        reasons = "; ".join(f"{text} ({n})" if n > 1 else text for text, n in why.most_common())
        lines.append(f"| {op} | {good} / {len(cases)} | {reasons} |")
    lines += ["", f"All cases pass of {', '.join(complete)}."]
    return "\n".join(lines)


def _short(reason: str) -> str:
    line = reason.split(" | ")[0] if " | " in reason else reason
    return line.replace("|", "/")[:160]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    steps = parser.add_subparsers(required=True)
    step = steps.add_parser("export")
    step.add_argument("bundle", type=Path)
    step.set_defaults(run=export)
    step = steps.add_parser("run")
    step.add_argument("bundle", type=Path)
    step.add_argument("-o", "--output", type=Path, required=True)
    step.add_argument("--workers", type=int, default=min(14, os.cpu_count() or 1))
    step.add_argument("--backend", choices=["engine", "reference"], default="engine")
    step.add_argument("--only", help="operators, separated by commas")
    step.set_defaults(run=run)
    step = steps.add_parser("table")
    step.add_argument("results", type=Path)
    step.set_defaults(run=table)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
