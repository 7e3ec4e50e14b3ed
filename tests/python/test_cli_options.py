from __future__ import annotations

from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from trtplugins.cli.options import build_arguments, build_options, parse_profile, parse_shape

DEFAULTS: dict[str, Any] = {
    "format": None,
    "weights": None,
    "precision": "fp32",
    "calibrator": None,
    "tf32": True,
    "layer_precisions": {},
    "precision_constraints": "none",
    "io": {},
    "direct_io": False,
    "timing_cache": None,
    "refittable": False,
    "profiling_verbosity": "layer_names_only",
    "dla": None,
    "gpu_fallback": False,
    "profiles": None,
    "workspace": "1 GiB",
    "tactic_sources": None,
    "optimization_level": None,
    "adapt": True,
    "freeze": None,
    "inputs": None,
    "outputs": None,
}


@click.command()
@build_options
def show(**options: Any) -> None:
    click.echo(repr(build_arguments(**options)))


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(show, list(arguments))


def arguments_of(*arguments: str) -> dict[str, Any]:
    result = invoke(*arguments)
    assert result.exit_code == 0, result.output
    parsed: dict[str, Any] = eval(result.output)
    return parsed


@pytest.mark.parametrize(
    ("text", "shape"), [("2x3", (2, 3)), ("-1x4", (-1, 4)), ("7", (7,)), ("", ())]
)
def test_shape(text: str, shape: tuple[int, ...]) -> None:
    assert parse_shape(text) == shape


def test_profile_of_three_shapes_or_one() -> None:
    assert parse_profile("1x8,4x8,16x8") == [(1, 8), (4, 8), (16, 8)]
    assert parse_profile("4x8") == [(4, 8)] * 3


@pytest.mark.parametrize("text", ["1x8,4x8", "1,2x3,4", "1x?", "x"])
def test_bad_profile(text: str) -> None:
    with pytest.raises(ValueError, match=r"shapes|invalid literal"):
        parse_profile(text)


def test_defaults_leave_everything_to_build() -> None:
    assert arguments_of() == DEFAULTS


def test_everything_given() -> None:
    parsed = arguments_of(
        *("--format", "uff", "--fp16", "--workspace", "64 MiB", "--tactic-sources", "0"),
        *("--optimization-level", "2", "--profile", "a=b=1x8,4x8,16x8", "--profile", "z=2"),
        *("--uff-input", "x=-1x3", "--uff-output", "y", "--uff-output", "z"),
        "--no-adapt",
    )
    assert {name: value for name, value in parsed.items() if value != DEFAULTS.get(name, ...)} == {
        "format": "uff",
        "precision": "fp16",
        "profiles": {"a=b": [(1, 8), (4, 8), (16, 8)], "z": [(2,)] * 3},
        "workspace": "64 MiB",
        "tactic_sources": 0,
        "optimization_level": 2,
        "adapt": False,
        "inputs": {"x": (-1, 3)},
        "outputs": ["y", "z"],
    }


@pytest.mark.parametrize("given", ["1x8", "=1x8", "x=1x8,4x8", "x=onexeight"])
def test_bad_value_is_a_usage_error_that_shows_the_form(given: str) -> None:
    result = invoke("--profile", given)
    assert result.exit_code == 2
    assert "expected NAME=1x8,4x8,16x8" in result.output
    assert given in result.output
