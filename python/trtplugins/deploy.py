"""Putting an engine where a server finds it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from trtplugins import _core, plans
from trtplugins.engine import Engine

__all__ = ["triton", "triton_config"]

_TRITON_TYPES = {
    "float32": "TYPE_FP32",
    "float16": "TYPE_FP16",
    "int8": "TYPE_INT8",
    "uint8": "TYPE_UINT8",
    "int32": "TYPE_INT32",
    "bool": "TYPE_BOOL",
}
REPOSITORY = "/models"  # where a server is taken to have it


def triton(
    model: str | os.PathLike[str] | Engine,
    repository: str | os.PathLike[str],
    name: str,
    *,
    max_batch: int | None = None,
    instances: int | None = None,
    version: int = 1,
    replace: bool = False,
) -> Path:
    """Writes a model into a model repository of Triton Inference Server.

    `<repository>/<name>/` then has `config.pbtxt`, `<version>/model.plan` as TensorRT itself reads
    it, the plugin libraries that the plan needs, and a README.md with the command that starts the
    server with them. A `config.pbtxt` that is there stays, except with `replace`. A running server
    keeps the files that it has open.

    Args:
        model: an engine, or a plan file, which is loaded to be asked for its tensors.
        repository: the model repository, made if it is not there.
        name: what clients call the model.
        max_batch: how many requests Triton may join along the first axis; 0: it is no batch. By
            default what the first optimisation profile admits, if the first axis of every input
            and output is dynamic and none is a shape tensor, else 0. With it, the first value of
            every shape tensor has to be the batch, which Triton adds up.
        instances: how many run at once on each GPU; 1 by default.
        version: of the model.
        replace: overwrite that version, and `config.pbtxt`.

    Returns:
        The model's folder.

    Raises:
        Error: a name, number or tensor that Triton does not take, and why; the version is there
            already; a file cannot be written; or the plan cannot be used here.
    """
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", name):
        raise _core.Error(f"name {name!r}: expected letters, digits, '_', '-' and '.'")
    if version < 1:
        raise _core.Error(f"version: expected a number from 1 on, got {version}")
    with nullcontext(model) if isinstance(model, Engine) else Engine.load(model) as engine:
        config = triton_config(
            name, engine.inputs, engine.outputs, max_batch=max_batch, instances=instances
        )
        return _deploy(engine, config, Path(repository) / name, version, replace)


def _deploy(engine: Engine, config: str, folder: Path, version: int, replace: bool) -> Path:
    plan = folder / str(version) / "model.plan"
    if plan.exists() and not replace:
        raise _core.Error(f"{plan} is there already; deploy another version, or replace it")
    try:
        plan.parent.mkdir(parents=True, exist_ok=True)
        engine.save(plan, header=False)
        operators = plans.open(plan).operators()
        libraries = _libraries(operators)
        for library in libraries:
            _place(folder / library.name, partial(shutil.copy2, library))
        readme = _readme(folder, operators, libraries)
        _place(folder / "README.md", lambda path: path.write_text(readme, encoding="utf-8"))
        if replace or not (folder / "config.pbtxt").exists():
            text = _comment(folder.name, operators, libraries) + config
            _place(folder / "config.pbtxt", lambda path: path.write_text(text, encoding="utf-8"))
    except OSError as error:
        raise _core.Error(f"cannot write to {folder}: {error.strerror or error}") from error
    return folder


def triton_config(
    name: str,
    inputs: Sequence[_core.TensorInfo],
    outputs: Sequence[_core.TensorInfo],
    *,
    max_batch: int | None = None,
    instances: int | None = None,
) -> str:
    """The `config.pbtxt` of an engine with these tensors; see `triton`.

    Raises:
        Error: a tensor that Triton does not take, or a number that does not fit the engine.
    """
    for tensor in (*inputs, *outputs):
        _check(tensor)
    batch = _max_batch(inputs, outputs, max_batch)
    if instances is not None and instances < 1:
        raise _core.Error(f"instances: expected a number from 1 on, got {instances}")
    blocks = [
        f"name: {_quoted(name)}",
        'platform: "tensorrt_plan"',
        f"max_batch_size: {batch}",
        *(_tensor("input", tensor, batch > 0) for tensor in inputs),
        *(_tensor("output", tensor, batch > 0) for tensor in outputs),
    ]
    if batch > 1:
        blocks.append("dynamic_batching { }")
    if instances is not None:
        blocks.append(
            f"instance_group [\n  {{\n    count: {instances}\n    kind: KIND_GPU\n  }}\n]"
        )
    return "\n".join(blocks) + "\n"


def _check(tensor: _core.TensorInfo) -> None:
    if tensor.dtype not in _TRITON_TYPES:
        raise _core.Error(
            f"tensor {tensor.name!r}: expected one of {', '.join(_TRITON_TYPES)}, "
            f"got {tensor.dtype}"
        )
    if tensor.layout != "linear":
        raise _core.Error(
            f"tensor {tensor.name!r}: Triton passes linear tensors, this one's format is "
            f"{tensor.layout}; build the engine with io=... of linear format"
        )


def _max_batch(
    inputs: Sequence[_core.TensorInfo], outputs: Sequence[_core.TensorInfo], wanted: int | None
) -> int:
    """Raises Error where the engine does not run every batch from 1 to the one that is wanted."""
    if wanted is not None and wanted < 0:
        raise _core.Error(f"max_batch: expected a number from 0 on, got {wanted}")
    host = [tensor for tensor in (*inputs, *outputs) if tensor.location != "device"]
    if wanted == 0 or (wanted is None and host):
        return 0
    for tensor in host:
        if len(tensor.shape) != 1 or tensor.shape[0] < 2:
            raise _core.Error(
                f"max_batch: expected shape tensor {tensor.name!r} to hold the batch and further "
                f"values, got the shape {list(tensor.shape)}"
            )
    device = [tensor for tensor in (*inputs, *outputs) if tensor.location == "device"]
    fixed = next((t for t in device if not t.shape or t.shape[0] != -1), None)
    if fixed is not None:
        if wanted:
            raise _core.Error(
                f"max_batch: expected every tensor's first axis to be dynamic, "
                f"got {fixed.name!r} of shape {list(fixed.shape)}"
            )
        return 0
    profiles = [t.profiles[0] for t in inputs if t.location == "device" and t.profiles]
    if not profiles:
        return wanted or 0
    least = max(profile[0][0] for profile in profiles)
    most = min(profile[2][0] for profile in profiles)
    if least > 1 or (wanted or 0) > most:
        if wanted:
            raise _core.Error(
                f"max_batch: expected batches from 1 to {wanted} to be admitted by the first "
                f"optimisation profile, got {least} to {most}"
            )
        return 0
    return wanted or most


def _tensor(kind: str, tensor: _core.TensorInfo, batched: bool) -> str:
    host = tensor.location != "device"
    shape = tensor.shape
    if batched:  # of a shape tensor's values the first is the batch, which dims leave out
        shape = (shape[0] - 1,) if host else shape[1:]
    lines = [
        f"name: {_quoted(tensor.name)}",
        f"data_type: {_TRITON_TYPES[tensor.dtype]}",
    ]
    if shape:
        lines.append(f"dims: [ {', '.join(map(str, shape))} ]")
    else:  # Triton's dims are never empty
        lines += ["dims: [ 1 ]", "reshape { shape: [ ] }"]
    if host:
        lines.append("is_shape_tensor: true")
    body = "\n".join(f"    {line}" for line in lines)
    return f"{kind} [\n  {{\n{body}\n  }}\n]"


def _quoted(text: str) -> str:
    """A string of protobuf's text format."""
    safe = (
        chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\{b:03o}" for b in text.encode("utf-8")
    )
    return '"' + "".join(safe) + '"'


def _libraries(operators: Mapping[str, int]) -> list[Path]:
    """The files whose creators TensorRT used for these operators."""
    known = {op.name: op for op in _core.operators()}
    files = set()
    for name, version, _, library in _core.creators():
        for operator in operators:
            op = known.get(operator)
            names, versions = ({op.name, op.alias}, {op.version}) if op else ({operator}, {version})
            if library and name in names and version in versions:
                files.add(library)
    return [Path(file) for file in sorted(files)]


def _place(path: Path, write: Callable[[Path], object]) -> None:
    """Writes a file at once: whoever has the old one open or mapped keeps it."""
    part = path.with_name(path.name + ".part")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _option(name: str, libraries: Sequence[Path]) -> str:
    """What a server is started with, since a model's configuration cannot load a library."""
    paths = ";".join(f"{REPOSITORY}/{name}/{library.name}" for library in libraries)
    return f'--backend-config=tensorrt,plugins="{paths}"'


def _comment(name: str, operators: Mapping[str, int], libraries: Sequence[Path]) -> str:
    """Lines before the configuration."""
    if not libraries:
        return ""
    files = ", ".join(library.name for library in libraries)
    return (
        f"# Needs {', '.join(sorted(operators))} of {files}: start the server with\n"
        f"#   {_option(name, libraries)}\n"
    )


def _readme(folder: Path, operators: Mapping[str, int], libraries: Sequence[Path]) -> str:
    name = folder.name
    if not libraries:
        return (
            f"# {name}\n\nNo plugin library is needed.\n\n"
            f"    tritonserver --model-repository={REPOSITORY}\n"
        )
    preloaded = ":".join(f"{REPOSITORY}/{name}/{library.name}" for library in libraries)
    version = _core.tensorrt()["version"]
    return f"""# {name}

Needs {", ".join(sorted(operators))} of {", ".join(library.name for library in libraries)}, and a
Triton Inference Server with TensorRT {version}. With this repository at {REPOSITORY}:

    tritonserver --model-repository={REPOSITORY} \\
      {_option(name, libraries)}

A server that knows no such option (before 22.09):

    LD_PRELOAD={preloaded} tritonserver --model-repository={REPOSITORY}

Name one copy of a library, however many models need it.
"""
