"""The command `trtplugins doctor`."""

from __future__ import annotations

import dataclasses
import json
import sys

import click
from rich.table import Table
from rich.text import Text

from trtplugins.cli import console
from trtplugins.doctor import Finding, diagnose, works

_STYLE = {"ok": "green", "absent": "dim", "warning": "yellow", "missing": "bold red"}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(as_json: bool) -> None:
    """Say what is found, what is missing and what to do; fail if engines cannot run here."""
    findings = diagnose()
    fine = works(findings)
    if as_json:
        listed = [dataclasses.asdict(finding) for finding in findings]
        click.echo(json.dumps({"ok": fine, "findings": listed}, indent=2))
    else:
        _show(findings, fine)
    sys.exit(0 if fine else 1)


def _show(findings: list[Finding], fine: bool) -> None:
    table = Table(show_header=False, box=None, padding=(0, 1))
    for finding in findings:
        table.add_row(
            Text(finding.status, style=_STYLE[finding.status]), finding.topic, Text(finding.found)
        )
        if finding.advice:
            table.add_row("", "", Text("-> " + finding.advice, style="italic"))
    terminal = console.out()
    terminal.print(table)
    terminal.print("Engines can be built and run here." if fine else "Engines cannot run here.")
