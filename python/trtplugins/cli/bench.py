"""The command `trtplugins bench`."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

import click

from trtplugins import bench
from trtplugins.bench import harness, report
from trtplugins.bench.device import Device
from trtplugins.cli import console
from trtplugins.ops import find


@click.command("bench")
@click.argument("operators", nargs=-1)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("benchmarks/results"),
    show_default=True,
    help="Folder for the results.",
)
@click.option("--name", help="Last part of the file's name; the operators' names unless given.")
@click.option("--samples", type=click.IntRange(min=3), default=30, show_default=True)
@click.option("--seed", type=int, help="Of the inputs; random unless given.")
@click.option("--peers/--no-peers", default=True, help="Measure other implementations beside.")
def command(
    operators: tuple[str, ...],
    output: Path,
    name: str | None,
    samples: int,
    seed: int | None,
    peers: bool,
) -> None:
    """Measure OPERATORS (all, if none is named) against the speed of memory and against peers."""
    wanted = {find(operator).name for operator in operators}
    chosen = [case for case in bench.cases() if not wanted or case.operator in wanted]
    seed = secrets.randbits(32) if seed is None else seed
    works = [work for case in chosen for work in bench.works(case)]
    with Device() as device, console.progress().status("") as status:
        results = harness.run(
            works, device, seed=seed, samples=samples, peers=peers, progress=status.update
        )
        content = report.document(results, device, seed=seed, command=["trtplugins", *sys.argv[1:]])
    path = report.save(content, output, name or "-".join(sorted(wanted)) or "all")
    terminal = console.out()
    terminal.print(f"{content['gpu']['name']}, driver {content['gpu']['driver']}, seed {seed}")
    terminal.print(report.table(results))
    terminal.print(f"written to {path}", markup=False)
