"""The command `trtplugins inspect`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from trtplugins import _core, plans
from trtplugins.cli import console
from trtplugins.cli.options import FILE


@click.command("inspect")
@click.argument("plan", type=FILE)
@click.option("--layers/--no-layers", default=None, help="List the layers, which needs the GPU.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(plan: Path, layers: bool | None, as_json: bool) -> None:
    """Show what a plan file needs and, on a GPU, the engine's layers.

    The file is checked to be whole. Without --layers they are listed where there is a GPU and the
    plan can be used on it.
    """
    file = plans.open(plan)
    facts = _facts(file)
    inspection, why_not = None, ""
    if layers is not False:
        try:
            inspection = _inspect(plan)
        except _core.Error as error:
            if layers:
                raise
            why_not = str(error)
    if as_json:
        told = json.loads(inspection.text, strict=False) if inspection else None
        click.echo(json.dumps({**facts, "engine": told}, indent=2))
        return
    terminal = console.out()
    table = Table(show_header=False)
    for key, value in facts.items():
        table.add_row(key, _shown(value))
    terminal.print(table)
    if inspection is not None:
        terminal.print(inspection.table())
        if not inspection.is_detailed:
            terminal.print('built with profiling_verbosity="detailed" it would tell more')
    elif why_not:
        terminal.print(f"layers: {why_not}", markup=False)


def _facts(file: _core.PlanFile) -> dict[str, Any]:
    """What the file says, by itself."""
    header = file.header
    if header is None:
        return {
            "header": "none: a bare plan, which trtplugins cannot check for damage",
            "TensorRT": file.tensorrt,
            "operators": file.operators(),
            "plan bytes": file.size,
            "XXH64": f"{file.checksum:016x}",
        }
    return {
        "header": "whole, checksums are right",
        "TensorRT": header.tensorrt,
        "GPU": header.gpu,
        "compute capability": header.compute_capability,
        "hardware compatibility": header.hardware_compatibility,
        "CUDA": header.cuda,
        "trtplugins": header.trtplugins,
        "operators": header.operators,
        "plan bytes": file.size,
        "XXH64": f"{file.checksum:016x}",
    }


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} (data {version})" for name, version in value.items()) or "none"
    return str(value) or "not stated"


def _inspect(path: Path) -> Any:
    from trtplugins.engine import Engine

    with console.progress().status("loading"):
        engine = Engine.load(path)
    with engine:
        return engine.inspect()
