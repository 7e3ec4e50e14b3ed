"""The command `trtplugins cmake-dir`."""

from __future__ import annotations

import click

from trtplugins.library import cmake_dir


@click.command("cmake-dir")
def command() -> None:
    """Print the folder for CMake's -Dtrtplugins_DIR."""
    click.echo(cmake_dir())
