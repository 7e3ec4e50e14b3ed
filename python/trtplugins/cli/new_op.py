"""The command `trtplugins new-op`."""

from __future__ import annotations

from pathlib import Path

import click

from trtplugins import scaffold
from trtplugins.cli import console


@click.command("new-op")
@click.argument("name")
@click.option(
    "--onnx",
    type=click.IntRange(min=1),
    help="The operator is ONNX's own, with the semantics of this opset: no reference is made.",
)
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The source checkout.",
)
def command(name: str, onnx: int | None, root: Path) -> None:
    """Make the folder and the tests of a new operator NAME, ready to compile."""
    for path in scaffold.create(name, root, onnx_opset=onnx):
        console.out().print(str(path.relative_to(root)), markup=False)
