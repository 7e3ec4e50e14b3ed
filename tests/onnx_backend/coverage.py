#!/usr/bin/env python3
"""ONNX's node tests through adapt and TensorRT; `coverage.py --help` says what it does."""

from __future__ import annotations

import datetime
import json
import logging
import os
import re
import shlex
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from onnx_backend import backends, results, workers  # noqa: E402
from onnx_backend import bundle as bundles  # noqa: E402

BUNDLE = ROOT / "build" / "onnx-tests.zip"
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "onnx-coverage.md"


@click.group()
def main() -> None:
    """ONNX's node tests through adapt and TensorRT."""


@main.command()
def refused() -> None:
    """Renew the kept list of what adapt refuses; to be reviewed as any other change."""
    from onnx_backend import refused as kept
    from onnx_backend.adapted import adapted
    from onnx_backend.cases import cases

    quiet()
    old = kept.read() if kept.FILE.exists() else {}
    new = {name: adapted(case).refusal for name, case in cases().items()}
    kept.write(new)
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            click.echo(f"{name}: {old.get(name) or 'taken'} -> {new.get(name) or 'taken'}")
    click.echo(f"{sum(map(bool, new.values()))} of {len(new)} refused")


@main.command()
@click.argument("path", type=click.Path(path_type=Path), default=BUNDLE)
def export(path: Path) -> None:
    """Write all tests, adapted, into one file, for machines with another onnx package."""
    import onnx

    from onnx_backend.cases import cases
    from onnx_backend.export import item
    from trtplugins import __version__

    quiet()
    head = {"onnx": onnx.__version__, "trtplugins": __version__}
    path.parent.mkdir(parents=True, exist_ok=True)
    bundles.write(path, map(item, cases().values()), head)
    click.echo(f"{path}: {len(cases())} tests, {path.stat().st_size / 2**20:.1f} MiB")


@main.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True), default=BUNDLE)
@click.option(
    "--backend",
    type=click.Choice(["engine", "native", "reference"]),
    default="engine",
    help="engine: adapted, through TensorRT. native: TensorRT alone, without adapt and without "
    "operators of ours. reference: adapted, on the CPU.",
)
@click.option("--only", default="", help="Operators, separated by commas.")
@click.option("--workers", "count", type=int, default=min(16, os.cpu_count() or 1))
@click.option("--limit", default=60.0, help="Seconds that a test may take.")
@click.option("--all-tactics", is_flag=True, help="With cuBLAS and cuDNN, searching at length.")
@click.option("--tf32", is_flag=True, help="Let TensorRT round factors to TensorFloat-32.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where to; else benchmarks/results"
)
@click.option("--page", type=click.Path(path_type=Path), help="Write the table there, too.")
def run(
    path: Path,
    backend: str,
    only: str,
    count: int,
    limit: float,
    all_tactics: bool,
    tf32: bool,
    output: Path | None,
    page: Path | None,
) -> None:
    """Run the tests of a bundle and keep the outcomes.

    Ends with status 1 if there is a wrong result, a crash or an error.
    """
    build: dict[str, Any] = {"tf32": tf32}
    if not all_tactics:
        build.update(tactic_sources=0, optimization_level=0)
    native, reference = backend == "native", backend == "reference"
    work: workers.Work
    work = backends.Reference(path) if reference else backends.Engine(path, native, build)
    bundle = bundles.Bundle(path)
    wanted = set(filter(None, only.split(",")))
    jobs = [name for name, op in bundle.operators.items() if not wanted or op in wanted]
    outcomes: dict[str, workers.Outcome] = {}
    start = time.perf_counter()
    try:
        for name, outcome in workers.run(work, jobs, count=count, limit=limit):
            outcomes[name] = outcome
            if outcome.kind not in ("pass", "refused"):
                click.echo(f"{outcome.kind}: {name}: {outcome.reason}")
    except workers.CannotStart as error:
        raise click.ClickException(f"cannot start: {error}") from error
    seconds = time.perf_counter() - start

    content = results.document(
        outcomes, bundle.operators, {**head(bundle, native, reference), "seconds": round(seconds)}
    )
    if output is None:
        what = "onnx-native" if native else "onnx"
        output = RESULTS / f"{content['date']}-{_slug(content['where'])}-{what}.json"
    results.save(content, output)
    if page is not None:
        page.write_text(results.markdown(content), "utf-8")
    told = ", ".join(f"{count} {kind}" for kind, count in content["counts"].items())
    click.echo(f"{told}; {seconds:.0f} s; {output}")
    if content["counts"].keys() & {"wrong", "crash", "error"}:
        sys.exit(1)


@main.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.argument("page", type=click.Path(path_type=Path), default=PAGE)
def table(path: Path, page: Path) -> None:
    """Write the page of docs/ from a file of outcomes."""
    page.write_text(results.markdown(json.loads(path.read_text("utf-8"))), "utf-8")
    click.echo(page)


def head(bundle: bundles.Bundle, native: bool, reference: bool) -> dict[str, Any]:
    """Everything needed to read the outcomes later, and the command that made them."""
    from trtplugins import __version__, _core, system

    gpus = [] if reference else system.gpus()
    version = "" if reference else str(_core.tensorrt()["version"])
    how = "as they are, through TensorRT alone" if native else "through `adapt` and TensorRT"
    return {
        "command": shlex.join(["python", "tests/onnx_backend/coverage.py", *sys.argv[1:]]),
        "date": datetime.date.today().isoformat(),
        "gpu": gpus[0].name if gpus else "",
        "versions": {"trtplugins": __version__, "tensorrt": version, "adapted by": bundle.head},
        "onnx": bundle.head["onnx"],
        "how": "through `adapt` and the reference backend" if reference else how,
        "where": "On a CPU" if reference else f"TensorRT {version}, {gpus[0].name if gpus else ''}",
    }


def quiet() -> None:
    """Without the warnings of libraries at work, which nobody here can act on."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)


def _slug(name: str) -> str:
    words = re.split(r"[^a-z0-9.]+", name.lower().partition(", ")[2] or "cpu")
    return "-".join(word for word in words if word and word != "nvidia")


if __name__ == "__main__":
    main()
