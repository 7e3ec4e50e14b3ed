"""From a model to an engine."""

from __future__ import annotations

import atexit
import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Union

import numpy as np
import numpy.typing as npt
import onnx
from google.protobuf.message import DecodeError, EncodeError
from onnx import external_data_helper

from trtplugins import _core, build_options, tensorrt_log
from trtplugins import profiles as profiles_
from trtplugins.build_options import BuildOptions, Io
from trtplugins.engine import Engine
from trtplugins.memory import MemoryResource
from trtplugins.network import Network
from trtplugins.progress import Listener, Watcher

if TYPE_CHECKING:
    from typing_extensions import Unpack

Model = Union[str, "os.PathLike[str]", bytes, onnx.ModelProto]

FORMATS = {".onnx": "onnx", ".uff": "uff", ".prototxt": "caffe"}
_NAMES = "'onnx', 'uff' or 'caffe'"

# A build that was cancelled does not keep the process; a short one may end in order.
atexit.register(_core.leave_builds, 1.0)


def build(
    model: Model | Network,
    *,
    format: str | None = None,
    weights: str | os.PathLike[str] | bytes | None = None,
    inputs: Mapping[str, Sequence[int]] | None = None,
    outputs: Sequence[str] | None = None,
    allocator: MemoryResource | None = None,
    progress: Listener | None = None,
    verbose: bool = False,
    adapt: bool = True,
    freeze: Mapping[str, npt.ArrayLike] | None = None,
    **options: Unpack[BuildOptions],
) -> Engine:
    """Builds a TensorRT engine for the current GPU.

    Ctrl-C ends a build after the tactic that is being timed. Files are written at the end, at once.

    Args:
        model: an ONNX or UFF file, a Caffe deploy prototxt, its bytes, or an ONNX model. External
            data of an ONNX model is found beside a file only. Or a `trtplugins.Network`, to which
            format, weights, inputs, outputs and freeze do not apply.
        format: "onnx", "uff" or "caffe"; by default what the file's suffix says, and ONNX for
            bytes.
        weights: Caffe: the .caffemodel file, or its bytes.
        inputs: UFF and Caffe: full shapes {name: (-1, 3, 8, 8)} instead of those in the file.
            Without them the batch of a Caffe model is 1.
        outputs: UFF: names of nodes to be outputs besides those that the file marks. Caffe: names
            of blobs; by default those that no layer takes.
        allocator: where the device memory comes from, for building and for the engine.
        progress: called with a `trtplugins.progress.Progress` whenever TensorRT turns to something
            else, on a thread of its own. What it raises ends the build.
        verbose: log TensorRT's verbose lines too. All of its lines go to the logger
            "trtplugins.tensorrt".
        adapt: make an ONNX model right for TensorRT first, by `trtplugins.onnx.adapt`; what that
            changes goes to the logger "trtplugins.onnx". A model that needs nothing is built as it
            is.
        freeze: ONNX: values of inputs that TensorRT has to know now; the engine does not have them.
        **options: see `trtplugins.build_options.BuildOptions`: precision, profiles, workspace,
            calibrator, timing_cache and so on.

    Raises:
        Refused: the model has something that TensorRT does not do or gets wrong: what, and why.
        Error: an argument does not fit the model, and which, what was expected and what came; or
            TensorRT refuses the model: then with its own log lines.
    """
    if isinstance(model, Network):
        given = (format, weights, inputs, outputs, freeze)
        _refuse(dict(zip(("format", "weights", "inputs", "outputs", "freeze"), given)))
        return _build_network(model, allocator, progress, verbose, options)
    path = None if isinstance(model, (onnx.ModelProto, bytes, bytearray, memoryview)) else model
    format = _format(format, path, isinstance(model, onnx.ModelProto))
    wanted = build_options.make(options)
    ranges = profiles_.ranges_of(options.get("profiles"))
    if format == "onnx" and (inputs or outputs):
        raise _core.Error("inputs and outputs are for UFF and Caffe: an ONNX model says its own")
    if weights is not None and format != "caffe":
        raise _core.Error("weights: only a Caffe model has them in a file of their own")
    if freeze and (format != "onnx" or not adapt):
        raise _core.Error("freeze: only an ONNX model that is adapted can have inputs frozen")
    if path is not None and not Path(path).is_file():
        raise _core.Error(f"{path}: no such file")
    wanted.format, wanted.resource = format, allocator
    wanted.set_bindings({n: list(s) for n, s in (inputs or {}).items()}, list(outputs or ()))
    with ExitStack() as stack:
        _calibrate(stack, wanted, options, partial(_identity, model, weights, freeze))
        if format == "onnx" and adapt:
            model = _adapted(model, freeze, stack)
        data, file = _source(model, stack)
        if format == "onnx":
            proto = _onnx(model)
            profiles_.check(ranges, profiles_.onnx_inputs(proto))
            names = [value.name for value in (*proto.graph.input, *proto.graph.output)]
            _check_io(options.get("io") or {}, names)
        if format == "caffe" and weights is None:
            raise _core.Error("weights: a Caffe model needs its .caffemodel")
        learned, learned_file = (weights, None) if isinstance(weights, bytes) else (None, weights)
        plan = run(
            wanted,
            progress,
            verbose,
            lambda cancellation: _core.build(
                data,
                file,
                wanted,
                weights=learned,
                weights_path=None if learned_file is None else os.fspath(learned_file),
                cancellation=cancellation,
            ),
        )
    return _engine(plan, allocator, verbose, options)


def _calibrate(
    stack: ExitStack,
    wanted: _core.BuildOptions,
    options: BuildOptions,
    identity: Callable[[], str],
) -> None:
    """Attaches the calibrator, if there is one, until the stack is closed."""
    calibrator = options.get("calibrator")
    if calibrator is not None:
        known = identity() if calibrator.has_cache else ""
        stack.enter_context(calibrator.attach(wanted, known))


def _engine(
    plan: bytes, allocator: MemoryResource | None, verbose: bool, options: BuildOptions
) -> Engine:
    trusted = bool(options.get("version_compatible"))  # it has code in it, and was made here
    return Engine(plan, allocator=allocator, engine_host_code_allowed=trusted, verbose=verbose)


def _refuse(arguments: Mapping[str, object]) -> None:
    for name, value in arguments.items():
        if value is not None:
            raise _core.Error(f"{name}: does not apply to a Network, which says all of it itself")


def _build_network(
    network: Network,
    allocator: MemoryResource | None,
    progress: Listener | None,
    verbose: bool,
    options: BuildOptions,
) -> Engine:
    if allocator is not None and allocator is not network.allocator:
        raise _core.Error(
            "allocator: a network is built with the memory that it was made with: give it to "
            "Network(allocator=...)"
        )
    wanted = build_options.make(options)
    inputs = {
        t.name: profiles_.Input(t.shape, t.dtype == "int32" and len(t.shape) <= 1)
        for t in network.inputs
    }
    profiles_.check(profiles_.ranges_of(options.get("profiles")), inputs)
    _check_io(options.get("io") or {}, [t.name for t in (*network.inputs, *network.outputs)])
    wanted.resource = network.allocator
    with ExitStack() as stack:
        _calibrate(stack, wanted, options, lambda: network.weights_digest)
        plan = run(
            wanted,
            progress,
            verbose,
            lambda cancellation: _core.build_network(network, wanted, cancellation=cancellation),
        )
    return _engine(plan, network.allocator, verbose, options)


def run(
    options: _core.BuildOptions,
    progress: Listener | None,
    verbose: bool,
    start: Callable[[_core.Cancellation], bytes],
) -> bytes:
    """A plan, of whatever `start` builds with these options; its progress is told meanwhile.

    Raises:
        Error: as `start` raises it.
    """
    cancellation = _core.Cancellation()
    log = tensorrt_log.sink(verbose)
    watcher = Watcher(progress, log, cancellation) if progress else None
    options.set_log(watcher or log)
    try:
        return start(cancellation)
    except _core.Cancelled:
        if watcher is not None and watcher.error is not None:
            raise watcher.error from None
        raise


def _format(format: str | None, path: str | os.PathLike[str] | None, is_onnx: bool) -> str:
    if format is None and path is not None:
        format = FORMATS.get(Path(path).suffix.lower())
        if format is None:
            raise _core.Error(f"{path}: say what it is: format={_NAMES}")
    if format is None:
        format = "onnx"
    if format not in FORMATS.values():
        raise _core.Error(f"format: expected {_NAMES}, got {format!r}")
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


def _check_io(io: Mapping[str, Io], names: Sequence[str]) -> None:
    for name in io:
        if name not in names:
            raise _core.Error(
                f"io: the model has no input or output {name!r}; expected one of "
                f"{', '.join(repr(n) for n in names)}"
            )


def _identity(
    model: Model,
    weights: str | os.PathLike[str] | bytes | None,
    freeze: Mapping[str, npt.ArrayLike] | None,
) -> str:
    """A digest of everything that a model's values depend on."""
    digest = hashlib.sha256(_core.__version__.encode())
    if isinstance(model, onnx.ModelProto):
        digest.update(model.SerializeToString(deterministic=True))
    elif isinstance(model, (bytes, bytearray, memoryview)):
        digest.update(model)
    else:
        _add_file(digest, Path(model))
        if Path(model).suffix.lower() == ".onnx":
            for name in sorted(_files_beside(_onnx(model))):
                _add_file(digest, Path(model).parent / name)
    if isinstance(weights, bytes):
        digest.update(weights)
    elif weights is not None:
        _add_file(digest, Path(weights))
    for name, value in sorted((freeze or {}).items()):
        array = np.asarray(value)
        digest.update(f"{name} {array.dtype} {array.shape}".encode() + array.tobytes())
    return digest.hexdigest()


def _add_file(digest: hashlib._Hash, path: Path) -> None:
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except OSError as error:
        raise _core.Error(f"{path}: {error.strerror}") from error


def _files_beside(model: onnx.ModelProto) -> set[str]:
    """Files that hold the model's weights."""
    found: set[str] = set()
    for tensor in external_data_helper._get_all_tensors(model):
        if external_data_helper.uses_external_data(tensor):
            found.update(entry.value for entry in tensor.external_data if entry.key == "location")
    return found
