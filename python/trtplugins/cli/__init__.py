"""The command line: `trtplugins COMMAND`. One module per command, imported when it is asked for."""

from __future__ import annotations

import importlib
from typing import Any

import click

COMMANDS = {
    "adapt": "adapt",
    "bench": "bench",
    "build": "build",
    "cmake-dir": "cmake_dir",
    "deploy": "deploy",
    "describe": "describe",
    "doctor": "doctor",
    "inspect": "inspect",
    "list": "list_operators",
    "new-op": "new_op",
    "run": "run",
    "setup-tensorrt": "setup_tensorrt",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"trtplugins.cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Turn an exception into one message and exit code 1, unless a traceback is asked for."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if ctx.params["debug"]:
                raise
            raise click.ClickException(_message(error)) from error


def _message(error: Exception) -> str:
    from trtplugins._core import Error

    if isinstance(error, (Error, OSError)):
        return str(error)
    return f"{type(error).__name__}: {error} (--debug shows where)"


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="trtplugins")
@click.option("--debug", is_flag=True, help="Show a traceback where something fails.")
def main(debug: bool) -> None:
    """TensorRT plugins with ONNX names and semantics."""
