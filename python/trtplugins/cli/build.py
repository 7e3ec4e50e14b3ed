"""The command `trtplugins build`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from trtplugins.build import build
from trtplugins.cli import console
from trtplugins.cli.build_status import build_status
from trtplugins.cli.options import FILE, build_arguments, build_options


@click.command("build")
@click.argument("model", type=FILE)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
    help="Where to write the engine.",
)
@build_options
@click.option("--verbose", is_flag=True, help="Print TensorRT's log.")
def command(model: Path, output: Path, verbose: bool, **options: Any) -> None:
    """Build an engine from an ONNX, UFF or Caffe model.

    Ctrl-C ends it after the tactic that is being timed, a second one at once. Files are written
    when the engine is there, or not at all.
    """
    arguments = build_arguments(**options)
    with build_status(output.name) as progress:
        engine = build(model, verbose=verbose, progress=progress, **arguments)
        engine.save(output)
    terminal = console.out()
    for tensor in (*engine.inputs, *engine.outputs):
        role = "input " if tensor.is_input else "output"
        terminal.print(f"{role} {tensor.name}: {tensor.dtype} {tuple(tensor.shape)}", markup=False)
    terminal.print(f"{output}: {output.stat().st_size} bytes", markup=False)
