"""The command `trtplugins deploy`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from trtplugins.build import build
from trtplugins.cli import console
from trtplugins.cli.build_status import build_status
from trtplugins.cli.options import FILE, build_arguments, build_options


@click.command("deploy")
@click.argument("model", type=FILE)
@click.option(
    "--triton",
    "repository",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="A model repository of Triton Inference Server.",
)
@click.option("--name", required=True, help="What clients call the model.")
@click.option(
    "--max-batch",
    type=click.IntRange(min=0),
    help="How many requests may be joined along the first axis; 0: none.",
)
@click.option("--instances", type=click.IntRange(min=1), help="How many run at once on each GPU.")
@click.option("--version", type=click.IntRange(min=1), default=1, help="Of the model.")
@click.option("--replace", is_flag=True, help="Overwrite that version and config.pbtxt.")
@build_options
def command(
    model: Path,
    repository: Path,
    name: str,
    max_batch: int | None,
    instances: int | None,
    version: int,
    replace: bool,
    **options: Any,
) -> None:
    """Write a plan, or an engine built of a model, into a server's model repository.

    Options of `build` count for a MODEL that is no plan.
    """
    from trtplugins import deploy
    from trtplugins.engine import Engine

    if model.suffix in (".plan", ".engine"):
        engine = Engine.load(model)
    else:
        with build_status(name) as progress:
            engine = build(model, progress=progress, **build_arguments(**options))
    with engine:
        folder = deploy.triton(
            engine,
            repository,
            name,
            max_batch=max_batch,
            instances=instances,
            version=version,
            replace=replace,
        )
    console.out().print(f"{folder}: its README.md starts the server", markup=False)
