"""The command `trtplugins list`."""

from __future__ import annotations

import click
from rich.table import Table

from trtplugins.cli import console
from trtplugins.ops import ops


@click.command("list")
def command() -> None:
    """List the operators."""
    table = Table()
    for column in ("operator", "alias", "version", "ONNX opset", "types"):
        table.add_column(column, no_wrap=True)
    for op in ops():
        types = dict.fromkeys(inputs[0] for inputs, _ in op.rows)
        table.add_row(op.name, op.alias, op.version, str(op.since or "-"), ", ".join(types))
    console.out().print(table)
