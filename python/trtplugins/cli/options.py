"""Values that several commands read: shapes, profiles, and what an engine is built with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
import numpy as np

Shape = tuple[int, ...]
Function = TypeVar("Function", bound=Callable[..., Any])

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def parse_shape(text: str) -> Shape:
    """Read "1x3x-1" as (1, 3, -1); "" is the shape of a scalar."""
    return tuple(int(part) for part in text.split("x")) if text else ()


def parse_profile(text: str) -> list[Shape]:
    """Read "1x8,4x8,16x8" as minimal, optimal and maximal shape; one shape stands for all three."""
    shapes = [parse_shape(part) for part in text.split(",")]
    if len(shapes) == 1:
        shapes *= 3
    if len(shapes) != 3 or len({len(shape) for shape in shapes}) != 1:
        raise ValueError("three shapes of one rank, minimal,optimal,maximal")
    return shapes


def parse_values(text: str) -> np.ndarray[Any, Any]:
    """Read "1,2" as a vector of integers, "3" or "0.5" as a number, "x.npy" as the file's array."""
    if text.endswith(".npy"):
        try:
            return np.asarray(np.load(text))
        except OSError as error:
            raise ValueError(error) from error
    if not text:
        return np.zeros(0, np.int64)
    words = {"true": True, "false": False}
    values = [words[p] if p in words else _number(p) for p in text.lower().split(",")]
    return np.asarray(values if len(values) > 1 else values[0])


def _number(text: str) -> float:
    try:
        return int(text)
    except ValueError:
        return float(text)


def named(form: str, parse: Callable[[str], Any]) -> dict[str, Any]:
    """Arguments of a `click.option` that may be given several times, each time a NAME=VALUE.

    Its value is a list of pairs; the name may itself contain an equals sign.

    Args:
        form: what to show of it in help and errors, for example "NAME=2x3x4".
        parse: makes the value of its text; raises ValueError.
    """

    def pairs(ctx: click.Context, param: click.Parameter, given: Sequence[str]) -> list[Any]:
        return [_pair(text, form, parse) for text in given]

    return {"multiple": True, "metavar": form, "callback": pairs}


NAMED_SHAPE = named("NAME=2x3x4", parse_shape)
NAMED_PROFILE = named("NAME=1x8,4x8,16x8", parse_profile)
NAMED_FILE = named("NAME=FILE.npy", Path)
NAMED_TEXT = named("NAME=TYPE", str)
NAMED_IO = named("NAME=TYPE:LAYOUT", lambda text: tuple(text.split(":")))
NAMED_VALUES = named("NAME=1,2", parse_values)


def _pair(given: str, form: str, parse: Callable[[str], Any]) -> tuple[str, Any]:
    name, _, text = given.rpartition("=")
    if not name:
        raise click.BadParameter(f"expected {form}, got {given!r}")
    try:
        return name, parse(text)
    except ValueError as error:
        raise click.BadParameter(f"expected {form}, got {given!r}: {error}") from error


_BUILD_OPTIONS = (
    click.option(
        "--format",
        type=click.Choice(["onnx", "uff", "caffe"]),
        help="Of the model; guessed from its suffix.",
    ),
    click.option("--weights", type=FILE, help="Caffe: the .caffemodel."),
    click.option("--fp16", is_flag=True, help="Let TensorRT choose FP16 where it is faster."),
    click.option("--int8", is_flag=True, help="Let TensorRT choose INT8 where it is faster."),
    click.option(
        "--calibration-table", type=FILE, help="INT8: ranges, as TensorRT's tools write them."
    ),
    click.option("--no-tf32", is_flag=True, help="FP32: do not round factors to TensorFloat-32."),
    click.option(
        "--layer-precision",
        "layer_precisions",
        **NAMED_TEXT,
        help="What a layer computes in: fp32, fp16 or int8. Its name may be a pattern.",
    ),
    click.option(
        "--precision-constraints",
        type=click.Choice(["none", "prefer", "obey"]),
        default="none",
        show_default=True,
        help="What becomes of these.",
    ),
    click.option(
        "--io", "io", **NAMED_IO, help="Type, layout or both of an input or output: x=fp16:hwc8."
    ),
    click.option("--direct-io", is_flag=True, help="Fail rather than reformat inputs, outputs."),
    click.option(
        "--timing-cache",
        type=click.Path(dir_okay=False, writable=True, path_type=Path),
        help="Keep the times of tactics in this file, for the next build.",
    ),
    click.option("--refittable", is_flag=True, help="Let the weights be replaced later."),
    click.option("--detailed", is_flag=True, help="Keep what the engine inspector tells."),
    click.option("--dla", type=click.IntRange(min=0), help="The DLA core to run on."),
    click.option("--gpu-fallback", is_flag=True, help="Run on the GPU what DLA does not."),
    click.option(
        "--profile",
        "profiles",
        **NAMED_PROFILE,
        help="Minimal, optimal and maximal shape of a dynamic input.",
    ),
    click.option("--workspace", default="1 GiB", show_default=True, help="Scratch memory."),
    click.option(
        "--tactic-sources",
        type=click.IntRange(min=0),
        help="Bits of TensorRT's tactic sources; 0 does without cuBLAS and cuDNN.",
    ),
    click.option(
        "--optimization-level",
        type=click.IntRange(0, 5),
        help="How long TensorRT searches: 0 builds fastest, 5 longest.",
    ),
    click.option(
        "--no-adapt",
        is_flag=True,
        help="ONNX: build the model as it is, not made right for TensorRT first.",
    ),
    click.option("--freeze", "frozen", **NAMED_VALUES, help="ONNX: make an input a constant."),
    click.option(
        "--uff-input",
        "--caffe-input",
        "uff_inputs",
        **NAMED_SHAPE,
        help="Input of a UFF or Caffe model and its shape; -1 for a dynamic dimension.",
    ),
    click.option(
        "--uff-output",
        "--caffe-output",
        "uff_outputs",
        multiple=True,
        help="Output of a UFF or Caffe model.",
    ),
)


def build_options(command: Function) -> Function:
    """Add to a command the options that `build_arguments` reads."""
    for option in reversed(_BUILD_OPTIONS):
        command = option(command)
    return command


def build_arguments(
    *,
    format: str | None,
    weights: Path | None,
    fp16: bool,
    int8: bool,
    calibration_table: Path | None,
    no_tf32: bool,
    layer_precisions: Iterable[tuple[str, str]],
    precision_constraints: str,
    io: Iterable[tuple[str, tuple[str, ...]]],
    direct_io: bool,
    timing_cache: Path | None,
    refittable: bool,
    detailed: bool,
    dla: int | None,
    gpu_fallback: bool,
    profiles: Iterable[tuple[str, list[Shape]]],
    workspace: str,
    tactic_sources: int | None,
    optimization_level: int | None,
    no_adapt: bool,
    frozen: Iterable[tuple[str, Any]],
    uff_inputs: Iterable[tuple[str, Shape]],
    uff_outputs: Iterable[str],
) -> dict[str, Any]:
    """The options as keyword arguments of `trtplugins.build`."""
    from trtplugins import calibrate

    table = None if calibration_table is None else calibrate.from_table(calibration_table)
    precisions = [name for name, wanted in (("fp16", fp16), ("int8", int8)) if wanted]
    return {
        "format": format,
        "weights": weights,
        "precision": "+".join(precisions) or "fp32",
        "calibrator": table,
        "tf32": not no_tf32,
        "layer_precisions": dict(layer_precisions),
        "precision_constraints": precision_constraints,
        "io": dict(io),
        "direct_io": direct_io,
        "timing_cache": timing_cache,
        "refittable": refittable,
        "profiling_verbosity": "detailed" if detailed else "layer_names_only",
        "dla": dla,
        "gpu_fallback": gpu_fallback,
        "profiles": dict(profiles) or None,
        "workspace": workspace,
        "tactic_sources": tactic_sources,
        "optimization_level": optimization_level,
        "adapt": not no_adapt,
        "freeze": dict(frozen) or None,
        "inputs": dict(uff_inputs) or None,
        "outputs": list(uff_outputs) or None,
    }
