"""The command line as a whole: help, listing, errors."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

import trtplugins as tp
from trtplugins.cli import COMMANDS, list_operators, main


def trtplugins(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_help_names_every_command() -> None:
    result = trtplugins("--help")
    assert result.exit_code == 0
    listed = {line.split()[0] for line in result.output.splitlines() if line.startswith("  ")}
    assert set(COMMANDS) <= listed


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    result = trtplugins(command, "--help")
    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")


def test_unknown_command_is_a_usage_error() -> None:
    result = trtplugins("frobnicate")
    assert result.exit_code == 2
    assert "No such command 'frobnicate'" in result.output


def test_list_has_every_operator_in_full() -> None:
    result = trtplugins("list")
    assert result.exit_code == 0
    for op in tp.ops():
        line = next(ln for ln in result.output.splitlines() if f" {op.name} " in ln)
        assert f" {op.alias} " in line
        assert f" {op.version} " in line


def test_describe_prints_the_page() -> None:
    result = trtplugins("describe", "TRTP_Gelu")
    assert (result.exit_code, result.output) == (0, tp.describe("Gelu"))


def test_error_of_ours_is_its_message_alone() -> None:
    result = trtplugins("describe", "Gelo")
    assert result.exit_code == 1
    assert result.output.startswith("Error: no operator is called 'Gelo'; did you mean Gelu?")
    assert "Traceback" not in result.output


def _fails() -> list[tp.Operator]:
    raise ZeroDivisionError("division by zero")


def test_other_error_has_its_type_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_operators, "ops", _fails)
    result = trtplugins("list")
    assert result.exit_code == 1
    assert result.output == "Error: ZeroDivisionError: division by zero (--debug shows where)\n"


def test_debug_lets_the_exception_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_operators, "ops", _fails)
    assert isinstance(trtplugins("--debug", "list").exception, ZeroDivisionError)


def test_program_runs() -> None:
    program = "from trtplugins.cli import main; main(prog_name='trtplugins')"
    command = [sys.executable, "-c", program, "describe", "LReLU_TRT"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == tp.describe("LReLU_TRT")
