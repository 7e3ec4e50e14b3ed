"""The command `trtplugins adapt`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from trtplugins.cli import console
from trtplugins.cli.options import FILE, NAMED_VALUES

if TYPE_CHECKING:
    from trtplugins.onnx import Report


@click.command("adapt")
@click.argument("model", type=FILE)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Where to write the adapted model; weights of 1.5 GiB and more go into a file beside it.",
)
@click.option("--freeze", "frozen", **NAMED_VALUES, help="Make an input a constant.")
@click.option(
    "--report",
    "told",
    is_flag=False,
    flag_value="-",
    metavar="[FILE]",
    help="Show every change and why, or write it to a file as JSON.",
)
def command(model: Path, output: Path | None, frozen: list[tuple[str, Any]], told: str) -> None:
    """Make an ONNX model right for TensorRT 8.5 and 8.6.

    What TensorRT refuses, crashes on or gets wrong is replaced by what it gets right, or named.
    Without -o nothing is written: then this says what would be changed.
    """
    from trtplugins.onnx import Refused, adapt, save

    try:
        with console.progress().status(f"adapting {model.name}"):
            adapted, report = adapt(model, dict(frozen))
    except Refused as refused:
        _tell(refused.report, told)
        for refusal in refused.report.refusals:
            console.progress().print(f"refused: {refusal}", markup=False, highlight=False)
        sys.exit(1)
    _tell(report, told)
    terminal = console.out()
    for name, port in {**report.inputs, **report.outputs}.items():
        if port.frozen or port.old != port.engine:
            now = "frozen" if port.frozen else f"{port.engine} in the engine"
            terminal.print(f"{name}: {port.old}, {now}", markup=False, highlight=False)
    count = len(report.changes)
    terminal.print(f"{count or 'no'} change{'s' * (count != 1)}", highlight=False)
    if output is not None:
        with console.progress().status(f"writing {output.name}"):
            save(adapted, output)
        terminal.print(f"written to {output}", markup=False, highlight=False)


def _tell(report: Report, told: str | None) -> None:
    if told is None:
        return
    if told != "-":
        Path(told).write_text(report.to_json() + "\n", encoding="utf-8")
        return
    table = Table()
    for column in ("what", "how", "why"):
        table.add_column(column, overflow="fold")
    for change in report.changes:
        table.add_row(change.what, change.how, change.why)
    if report.changes:
        console.out().print(table, markup=False)
