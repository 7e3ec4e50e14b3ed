"""From a model to an engine."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Union

import numpy as np
import numpy.typing as npt
import onnx
from google.protobuf.message import DecodeError, EncodeError

from trtplugins import _core, tensorrt_log
from trtplugins import profiles as profiles_
from trtplugins.engine import Engine
from trtplugins.memory import MemoryResource, parse_size
from trtplugins.profiles import Profile

Model = Union[str, "os.PathLike[str]", bytes, onnx.ModelProto]

PRECISIONS = ("fp32", "fp16")
FORMATS = {".onnx": "onnx", ".uff": "uff"}


def build(
    model: Model,
    *,
    format: str | None = None,
    precision: str = "fp32",
    tf32: bool = True,
    profiles: Profile | Sequence[Profile] | None = None,
    workspace: str | int | None = "1 GiB",
    tactic_sources: int | None = None,
    optimization_level: int | None = None,
    refittable: bool = False,
    inputs: Mapping[str, Sequence[int]] | None = None,
    outputs: Sequence[str] | None = None,
    allocator: MemoryResource | None = None,
    verbose: bool = False,
    adapt: bool = True,
    freeze: Mapping[str, npt.ArrayLike] | None = None,
) -> Engine:
    """Builds a TensorRT engine for the current GPU.

    Args:
        model: an ONNX or UFF file, its bytes, or an ONNX model. External data of an ONNX model is
            found beside a file only.
        format: "onnx" or "uff"; by default what the file's suffix says, and ONNX for bytes.
        precision: "fp32", or "fp16" to let TensorRT use both.
        tf32: let float32 products round their factors to TensorFloat-32, as TensorRT does.
        profiles: for inputs with dynamic dimensions {name: [min, opt, max]}, or a list of these.
        workspace: the most device memory that a layer may use for itself; None: all there is.
        tactic_sources: a set of TensorRT's bits; 0 does without cuBLAS and cuDNN.
        optimization_level: 0 (a quick build) to 5; TensorRT 8.6.
        refittable: let `Engine.refit` give it new weights later; some optimisations are then left
            out.
        inputs: UFF: full shapes {name: (-1, 3, 8, 8)} instead of those in the file.
        outputs: UFF: names of nodes to be outputs besides those that the file marks.
        allocator: where the device memory comes from, for building and for the engine.
        verbose: log TensorRT's verbose lines too. All of its lines go to the logger
            "trtplugins.tensorrt".
        adapt: make an ONNX model right for TensorRT first, by `trtplugins.onnx.adapt`; what that
            changes goes to the logger "trtplugins.onnx". A model that needs nothing is built as it
            is.
        freeze: ONNX: values of inputs that TensorRT has to know now; the engine does not have them.

    Raises:
        Refused: the model has something that TensorRT does not do or gets wrong: what, and why.
        Error: an argument does not fit the model, and which, what was expected and what came; or
            TensorRT refuses the model: then with its own log lines.
    """
    if precision not in PRECISIONS:
        raise _core.Error(f"precision: expected one of {', '.join(PRECISIONS)}, got {precision!r}")
    path = None if isinstance(model, (onnx.ModelProto, bytes, bytearray, memoryview)) else model
    format = _format(format, path, isinstance(model, onnx.ModelProto))
    limit = None if workspace is None else parse_size(workspace)
    ranges = profiles_.ranges_of(profiles)
    if format == "onnx" and (inputs or outputs):
        raise _core.Error("inputs and outputs are for UFF only: an ONNX model says its own")
    if freeze and (format != "onnx" or not adapt):
        raise _core.Error("freeze: only an ONNX model that is adapted can have inputs frozen")
    if path is not None and not Path(path).is_file():
        raise _core.Error(f"{path}: no such file")
    with ExitStack() as stack:
        if format == "onnx" and adapt:
            model = _adapted(model, freeze, stack)
        data, file = _source(model, stack)
        if format == "onnx":
            profiles_.check(ranges, profiles_.onnx_inputs(_onnx(model)))
        plan = _core.build(
            data,
            file,
            format,
            fp16=precision == "fp16",
            tf32=tf32,
            workspace=limit,
            tactic_sources=tactic_sources,
            optimization_level=optimization_level,
            refittable=refittable,
            profiles=ranges,
            inputs={name: list(shape) for name, shape in (inputs or {}).items()},
            outputs=list(outputs or ()),
            resource=allocator,
            log=tensorrt_log.sink(verbose),
        )
    return Engine(plan, allocator=allocator, verbose=verbose)


def _format(format: str | None, path: str | os.PathLike[str] | None, is_onnx: bool) -> str:
    if format is None and path is not None:
        format = FORMATS.get(Path(path).suffix.lower())
        if format is None:
            raise _core.Error(f"{path}: say what it is: format='onnx' or format='uff'")
    if format is None:
        format = "onnx"
    if format not in FORMATS.values():
        raise _core.Error(f"format: expected 'onnx' or 'uff', got {format!r}")
    if is_onnx and format != "onnx":
        raise _core.Error(f"format: expected 'onnx' for an onnx.ModelProto, got {format!r}")
    return format


def _adapted(model: Model, freeze: Mapping[str, npt.ArrayLike] | None, stack: ExitStack) -> Model:
    """The model as TensorRT takes it; as it was given if that is so already."""
    from trtplugins.onnx import files, pipeline  # takes long to import
    from trtplugins.onnx.context import Context

    context = Context({name: np.asarray(value) for name, value in (freeze or {}).items()})
    graph = files.graph_of(files.read(model))
    pipeline.run(graph, context)
    if not context.report.changes:
        return model
    logging.getLogger("trtplugins.onnx").info("%s", context.report)
    return files.place(graph, _folder(stack)) if files.is_large(graph) else files.proto_of(graph)


def _folder(stack: ExitStack) -> Path:
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trtplugins-")))


def _source(model: Model, stack: ExitStack) -> tuple[bytes | None, str | None]:
    """The model as its bytes or its file."""
    if isinstance(model, onnx.ModelProto):
        from trtplugins.onnx import files

        if files.is_outside(model):
            return None, str(files.place(files.graph_of(files.read(model)), _folder(stack)))
        try:
            return model.SerializeToString(), None
        except (ValueError, EncodeError) as error:
            raise _core.Error(
                f"the model cannot be handed over in memory ({error}); build from a file of it, "
                "with its weights as external data"
            ) from error
    if isinstance(model, (bytes, bytearray, memoryview)):
        return bytes(model), None
    return None, str(Path(model))


def _onnx(model: Model) -> onnx.ModelProto:
    """The model for looking at; weights stored beside its file are not read."""
    if isinstance(model, onnx.ModelProto):
        return model
    try:
        if isinstance(model, (bytes, bytearray, memoryview)):
            return onnx.load_model_from_string(bytes(model))
        return onnx.load_model(os.fspath(model), "protobuf", load_external_data=False)
    except (DecodeError, OSError) as error:
        what = "the bytes given" if isinstance(model, bytes) else model
        raise _core.Error(f"{what}: not an ONNX model: {error}") from error
