"""From a model to an engine."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Union

import onnx

from trtplugins import _core
from trtplugins.engine import Engine
from trtplugins.memory import MemoryResource, parse_size

Profile = Mapping[str, Sequence[Sequence[int]]]
Model = Union[str, "os.PathLike[str]", bytes, onnx.ModelProto]

PRECISIONS = ("fp32", "fp16")
FORMATS = {".onnx": "onnx", ".uff": "uff"}

_LEVELS = {
    "internal_error": logging.CRITICAL,
    "error": logging.ERROR,
    "warning": logging.WARNING,
    "info": logging.INFO,
    "verbose": logging.DEBUG,
}


def build(
    model: Model,
    *,
    format: str | None = None,
    precision: str = "fp32",
    tf32: bool = True,
    profiles: Profile | Sequence[Profile] | None = None,
    workspace: str | int | None = None,
    tactic_sources: int | None = None,
    optimization_level: int | None = None,
    inputs: Mapping[str, Sequence[int]] | None = None,
    outputs: Sequence[str] | None = None,
    allocator: MemoryResource | None = None,
    verbose: bool = False,
) -> Engine:
    """Builds a TensorRT engine for the current GPU.

    Args:
        model: an ONNX or UFF file, its bytes, or an ONNX model. External data of an ONNX model is
            found beside a file only.
        format: "onnx" or "uff"; by default what the file's suffix says, and ONNX for bytes.
        precision: "fp32", or "fp16" to let TensorRT use both.
        tf32: let float32 products round their factors to TensorFloat-32, as TensorRT does.
        profiles: for inputs with dynamic dimensions {name: [min, opt, max]}, or a list of these.
        workspace: the most device memory that a layer may use for itself, such as "1 GiB"; by
            default all there is.
        tactic_sources: a set of TensorRT's bits; 0 does without cuBLAS and cuDNN.
        optimization_level: 0 (a quick build) to 5; TensorRT 8.6.
        inputs: UFF: full shapes {name: (-1, 3, 8, 8)} instead of those in the file.
        outputs: UFF: names of nodes to be outputs besides those that the file marks.
        allocator: where the device memory comes from, for building and for the engine.
        verbose: log TensorRT's verbose lines too. All of its lines go to the logger
            "trtplugins.tensorrt".

    Raises:
        Error: with TensorRT's own log lines.
    """
    if precision not in PRECISIONS:
        raise _core.Error(f"precision: expected one of {', '.join(PRECISIONS)}, got {precision!r}")
    data, path = _source(model)
    plan = _core.build(
        data,
        path,
        _format(format, path),
        fp16=precision == "fp16",
        tf32=tf32,
        workspace=None if workspace is None else parse_size(workspace),
        tactic_sources=tactic_sources,
        optimization_level=optimization_level,
        profiles=_profiles(profiles),
        inputs={name: list(shape) for name, shape in (inputs or {}).items()},
        outputs=list(outputs or ()),
        resource=allocator,
        log=log_function(verbose),
    )
    return Engine(plan, allocator=allocator)


def log_function(verbose: bool = False) -> Any:
    """What hands TensorRT's lines to the logger "trtplugins.tensorrt"."""
    logger = logging.getLogger("trtplugins.tensorrt")

    def log(severity: str, message: str) -> None:
        level = _LEVELS.get(severity, logging.INFO)
        if level > logging.DEBUG or verbose:
            logger.log(level, "%s", message)

    return log


def _source(model: Model) -> tuple[bytes | None, str | None]:
    if isinstance(model, onnx.ModelProto):
        return model.SerializeToString(), None
    if isinstance(model, (bytes, bytearray, memoryview)):
        return bytes(model), None
    path = Path(model)
    if not path.is_file():
        raise _core.Error(f"{path}: no such file")
    return None, str(path)


def _format(format: str | None, path: str | None) -> str:
    if format is None:
        if path is None:
            return "onnx"
        format = FORMATS.get(Path(path).suffix.lower())
        if format is None:
            raise _core.Error(f"{path}: say what it is: format='onnx' or format='uff'")
    if format not in FORMATS.values():
        raise _core.Error(f"format: expected 'onnx' or 'uff', got {format!r}")
    return format


def _profiles(
    profiles: Profile | Sequence[Profile] | None,
) -> list[dict[str, tuple[list[int], list[int], list[int]]]]:
    if profiles is None:
        return []
    out = []
    for profile in [profiles] if isinstance(profiles, Mapping) else profiles:
        ranges = {}
        for name, shapes in profile.items():
            triple = [[int(d) for d in shape] for shape in shapes]
            if len(triple) != 3:
                raise _core.Error(
                    f"profile of input {name!r}: expected [min, opt, max], got {len(triple)} shapes"
                )
            ranges[name] = (triple[0], triple[1], triple[2])
        out.append(ranges)
    return out
