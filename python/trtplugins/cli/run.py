"""The command `trtplugins run`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
import numpy as np

from trtplugins.cli import console, model_inputs, outputs
from trtplugins.cli.options import (
    FILE,
    NAMED_FILE,
    NAMED_SHAPE,
    Shape,
    build_arguments,
    build_options,
)


@click.command("run")
@click.argument("model", type=FILE)
@click.option("--reference", is_flag=True, help="On the CPU, by the reference backend.")
@click.option("--input", "files", **NAMED_FILE, help="An input from a .npy file.")
@click.option("--inputs", "archive", type=FILE, help="Inputs from a .npz file, by name.")
@click.option("--shape", "shapes", **NAMED_SHAPE, help="Shape of a random input.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of random inputs.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the outputs to this .npz file.",
)
@click.option(
    "--compare",
    type=FILE,
    help="Compare with the outputs in a .npz file, or with an ONNX model on the reference backend.",
)
@click.option(
    "--profile-layers",
    "repeats",
    type=click.IntRange(min=1),
    metavar="N",
    help="Run an engine N times more, and list its layers by their time.",
)
@click.option("--rtol", type=float, default=1e-3, show_default=True)
@click.option("--atol", type=float, default=1e-5, show_default=True)
@build_options
def command(
    model: Path,
    reference: bool,
    files: list[tuple[str, Path]],
    archive: Path | None,
    shapes: list[tuple[str, Shape]],
    seed: int,
    output: Path | None,
    compare: Path | None,
    repeats: int | None,
    rtol: float,
    atol: float,
    **options: Any,
) -> None:
    """Run an engine, or a model: built first, or on the reference backend.

    Inputs that no file gives are random, normally distributed.
    """
    if reference and repeats:
        raise click.UsageError("--profile-layers is for engines: leave out --reference")
    arguments = build_arguments(**options)
    runner = _reference(model) if reference else _engine(model, arguments)
    # A dynamic input without --shape has its profile's optimal shape.
    known = {name: profile[1] for name, profile in (arguments["profiles"] or {}).items()}
    known.update(shapes)
    feeds = model_inputs.read(files, archive)
    feeds.update(model_inputs.draw(runner.inputs, feeds, known, seed))
    with console.progress().status("running"):
        results = runner(feeds)
    terminal = console.out()
    terminal.print(outputs.summary(results))
    if repeats and runner.profile is not None:
        terminal.print(runner.profile(feeds, repeats).table())
    if output is not None:
        np.savez(output, **results)  # type: ignore[arg-type]
        terminal.print(f"written to {output}", markup=False)
    if compare is not None:
        expected = _expected(compare, feeds)
        differences = outputs.compare(results, expected, rtol=rtol, atol=atol)
        terminal.print(outputs.comparison(differences, compare.name))
        sys.exit(0 if all(d.within for d in differences) else 1)


def _reference(model: Path) -> model_inputs.Runner:
    from trtplugins import reference

    proto = reference.load_model(model)
    return model_inputs.Runner(
        model_inputs.of_graph(proto.graph), lambda feeds: reference.run(proto, feeds)
    )


def _engine(model: Path, arguments: dict[str, Any]) -> model_inputs.Runner:
    from trtplugins.build import build
    from trtplugins.engine import Engine

    if model.suffix == ".onnx" and arguments["format"] in (None, "onnx") and arguments["adapt"]:
        return _adapted(model, arguments)
    if model.suffix in (".onnx", ".uff", ".prototxt"):
        with console.progress().status("building"):
            engine = build(model, **arguments)
    else:
        engine = Engine.load(model)

    def run(feeds: model_inputs.Arrays) -> model_inputs.Arrays:
        return _named(engine, engine(**feeds))

    inputs = [model_inputs.Input(t.name, str(t.dtype), tuple(t.shape)) for t in engine.inputs]
    return model_inputs.Runner(inputs, run, engine.profile)


def _adapted(model: Path, arguments: dict[str, Any]) -> model_inputs.Runner:
    """An engine that is fed as the model says, whatever types TensorRT has instead."""
    from trtplugins.build import build
    from trtplugins.onnx import adapt

    with console.progress().status("building"):
        frozen = arguments["freeze"] or {}
        adapted, report = adapt(model, frozen)
        engine = build(adapted, **{**arguments, "adapt": False, "freeze": None})

    def run(feeds: model_inputs.Arrays) -> model_inputs.Arrays:
        return report.results(_named(engine, engine(**report.feeds(feeds, engine=True))))

    inputs = [
        model_inputs.Input(t.name, report.inputs[t.name].old, tuple(t.shape)) for t in engine.inputs
    ]
    return model_inputs.Runner(
        inputs, run, lambda feeds, n: engine.profile(report.feeds(feeds, engine=True), n)
    )


def _named(engine: Any, result: Any) -> model_inputs.Arrays:
    return result if isinstance(result, dict) else {engine.outputs[0].name: result}


def _expected(path: Path, feeds: model_inputs.Arrays) -> model_inputs.Arrays:
    if path.suffix == ".npz":
        with np.load(path) as archive:
            return dict(archive)
    return _reference(path)(feeds)
