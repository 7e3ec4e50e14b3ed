"""The command `trtplugins describe`."""

from __future__ import annotations

import click
from rich.markdown import Markdown

from trtplugins.cli import console
from trtplugins.ops import describe


@click.command("describe")
@click.argument("name")
def command(name: str) -> None:
    """Show an operator's signature, attributes, types and an example."""
    page = describe(name)
    terminal = console.out()
    if terminal.is_terminal:
        terminal.print(Markdown(page))
    else:
        click.echo(page, nl=False)
