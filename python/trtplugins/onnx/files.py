"""Models read and written, also such that do not fit into one protobuf message."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Optional, Union

import numpy as np
import onnx
import onnx_ir as ir
from google.protobuf.message import DecodeError, Message

from trtplugins._core import Error
from trtplugins.onnx import nodes
from trtplugins.onnx.checks import check, tensors

Model = Union[str, "os.PathLike[str]", bytes, onnx.ModelProto]

# The entry of a model's metadata_props that says in which folder its external data lies. A model
# that was read from a file has it only as long as it is in memory.
FOLDER = "trtplugins.external_data_folder"

# A protobuf message holds 2 GiB; with more weights than this they stay, or go, into files.
LIMIT = 3 << 29

# What goes into a file of weights is at least this large.
_SMALL = 1 << 10


def read(model: Model) -> onnx.ModelProto:
    """The model as it is; what it stores outside stays there, named in its metadata.

    Raises:
        Error: it cannot be read, or is no sound model; says what is wrong with it.
    """
    if isinstance(model, onnx.ModelProto):
        proto, folder = model, _folder(model)
    elif isinstance(model, (bytes, bytearray, memoryview)):
        proto, folder = _parsed(bytes(model), "the bytes given"), None
    else:
        proto, folder = _parsed(_content(Path(model)), os.fspath(model)), Path(model).parent
    check(proto, folder)
    if not isinstance(model, onnx.ModelProto):
        _note(proto, None if folder is None or not is_outside(proto) else folder)
    return proto


def graph_of(proto: onnx.ModelProto) -> ir.Model:
    """The model as a graph, whose constants are those of `proto` until they are replaced.

    External data is mapped into memory when it is looked at.

    Raises:
        Error: something in it is not understood.
    """
    try:
        model = ir.from_proto(proto)
    except (ir.serde.SerdeError, ValueError, NotImplementedError) as error:
        raise Error(f"the model cannot be understood: {_cause(error)}") from error
    _protect(model)
    folder = _folder(proto)
    if folder is not None:
        for graph in nodes.graphs(model):
            ir.external_data.set_base_dir(graph, os.path.realpath(folder))
    return model


def _protect(model: ir.Model) -> None:
    """Let a graph name its constants without naming them in the model it was read from."""
    for value, tensor in _constants(model):
        if isinstance(tensor, ir.TensorProtoTensor):
            value.const_value = _apart(tensor)
    for node in (node for graph in _graphs(model) for node in graph):
        for name, attribute in list(node.attributes.items()):
            if attribute.type == ir.AttributeType.TENSOR and not attribute.is_ref():
                tensor = attribute.as_tensor()
                if isinstance(tensor, ir.TensorProtoTensor):
                    node.attributes[name] = ir.AttrTensor(name, _apart(tensor))


def _graphs(model: ir.Model) -> Iterator[ir.Graph]:
    yield from nodes.graphs(model)
    for function in model.functions.values():
        yield from (function.graph, *function.subgraphs())


def _apart(tensor: ir.TensorProtoTensor) -> ir.TensorProtocol:
    if tensor.nbytes <= _SMALL:
        return ir.tensor(np.array(tensor.numpy()), dtype=tensor.dtype, name=tensor.name)
    return ir.LazyTensor(lambda: tensor, tensor.dtype, tensor.shape, name=tensor.name)


def proto_of(model: ir.Model) -> onnx.ModelProto:
    """The graph as a model: complete, or if that is too large, with external data where it lies."""
    large = sum(tensor.nbytes for tensor in _tensors(model)) > LIMIT
    if not large:
        for value, tensor in _constants(model):
            if isinstance(tensor, ir.ExternalTensor):
                value.const_value = ir.tensor(np.array(tensor.numpy()), name=tensor.name)
        model.metadata_props.pop(FOLDER, None)
    return ir.to_proto(model)


def complete(proto: onnx.ModelProto) -> onnx.ModelProto:
    """A model as it was read, with its external data, unless that is too large."""
    folder = _folder(proto)
    outside = [t for t in tensors(proto) if t.data_location == onnx.TensorProto.EXTERNAL]
    if folder is not None and sum(_length(t) for t in outside) + size_of(proto) <= LIMIT:
        onnx.load_external_data_for_model(proto, os.fspath(folder))
        _note(proto, None)
    return proto


def size_of(proto: onnx.ModelProto) -> int:
    """Bytes of what the tensors hold; `ByteSize` of all would write all into memory for it."""
    return sum(tensor.ByteSize() for tensor in tensors(proto))


def _length(tensor: onnx.TensorProto) -> int:
    entries = {entry.key: entry.value for entry in tensor.external_data}
    return int(entries.get("length") or 8 * math.prod(tensor.dims))


def loaded(proto: onnx.ModelProto) -> onnx.ModelProto:
    """A model with its external data: a copy, if it has any.

    Raises:
        Error: the data is not where it should be.
    """
    if not is_outside(proto):
        return proto
    check(proto, _folder(proto))
    copy = onnx.ModelProto()
    copy.CopyFrom(proto)
    onnx.load_external_data_for_model(copy, os.fspath(_folder(proto) or ""))
    return copy


def save(model: Union[onnx.ModelProto, ir.Model], path: Union[str, os.PathLike[str]]) -> None:
    """Write a model; weights that are too much for its file go into one beside it.

    That has the file's name and ".data".

    Args:
        model: of `adapt`, or any other.
        path: of the file to write.

    Raises:
        Error: the model refers to data that is not there.
    """
    target = Path(path)
    if isinstance(model, onnx.ModelProto) and not is_outside(model) and size_of(model) <= LIMIT:
        with target.open("wb") as file:
            for piece in _pieces(model):
                file.write(piece)
        return
    graph = graph_of(read(model)) if isinstance(model, onnx.ModelProto) else model
    graph.metadata_props.pop(FOLDER, None)
    if is_large(graph):
        ir.save(graph, target, external_data=f"{target.name}.data", size_threshold_bytes=_SMALL)
    else:
        ir.save(graph, target)


def _pieces(model: onnx.ModelProto) -> Iterator[bytes]:
    """The bytes of a model, initializer by initializer, so that they are never all in memory twice.

    Messages that follow each other are one, with their repeated fields joined: so protobuf's
    encoding defines it.
    """
    rest = onnx.ModelProto()
    _copy_fields(model, rest, besides="graph")
    _copy_fields(model.graph, rest.graph, besides="initializer")
    yield rest.SerializeToString()
    for tensor in model.graph.initializer:
        yield onnx.ModelProto(graph=onnx.GraphProto(initializer=[tensor])).SerializeToString()


def _copy_fields(given: Message, to: Message, *, besides: str) -> None:
    for field, value in given.ListFields():
        if field.name == besides:
            continue
        if isinstance(value, Message):
            getattr(to, field.name).CopyFrom(value)
        elif isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
            getattr(to, field.name).MergeFrom(value)
        else:
            setattr(to, field.name, value)


def is_large(model: ir.Model) -> bool:
    """Whether the graph has external data, or is too large for one message."""
    tensors_ = _tensors(model)
    outside = any(isinstance(tensor, ir.ExternalTensor) for tensor in tensors_)
    return outside or sum(tensor.nbytes for tensor in tensors_) > LIMIT


def place(model: ir.Model, folder: Path) -> Path:
    """Write a model into an empty folder for reading it once: data files are linked, not copied."""
    for tensor in _tensors(model):
        if isinstance(tensor, ir.ExternalTensor):
            link = folder / tensor.location
            link.parent.mkdir(parents=True, exist_ok=True)
            if not link.exists():
                link.symlink_to(os.path.realpath(tensor.path))
    inside = [(v, t) for v, t in _constants(model) if not isinstance(t, ir.ExternalTensor)]
    if sum(tensor.nbytes for _, tensor in inside) > LIMIT:
        large = [(value, tensor) for value, tensor in inside if tensor.nbytes > _SMALL]
        moved = ir.external_data.convert_tensors_to_external(
            [tensor for _, tensor in large], folder, "trtplugins.weights"
        )
        for (value, _), tensor in zip(large, moved):
            value.const_value = tensor
    path = folder / "model.onnx"
    ir.save(model, path)
    return path


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Error(f"cannot read {path}: {error.strerror or error}") from error


def _parsed(data: bytes, what: str) -> onnx.ModelProto:
    proto = onnx.ModelProto()
    try:
        proto.ParseFromString(data)
    except DecodeError as error:
        raise Error(f"{what}: not an ONNX model") from error
    if not proto.graph.output:
        raise Error(f"{what}: not an ONNX model (it has no graph outputs)")
    return proto


def _folder(proto: onnx.ModelProto) -> Optional[Path]:
    found = [entry.value for entry in proto.metadata_props if entry.key == FOLDER]
    return Path(found[0]) if found else None


def _note(proto: onnx.ModelProto, folder: Optional[Path]) -> None:
    """Say where the external data lies; what a file itself says of that is dropped."""
    kept = [entry for entry in proto.metadata_props if entry.key != FOLDER]
    del proto.metadata_props[:]
    proto.metadata_props.extend(kept)
    if folder is not None:
        proto.metadata_props.add(key=FOLDER, value=os.path.realpath(folder))


def is_outside(proto: onnx.ModelProto) -> bool:
    """Whether the model has external data."""
    return any(t.data_location == onnx.TensorProto.EXTERNAL for t in tensors(proto))


def _constants(model: ir.Model) -> list[tuple[ir.Value, ir.TensorProtocol]]:
    """Initializers, of subgraphs too."""
    values = (v for graph in nodes.graphs(model) for v in graph.initializers.values())
    return [(value, value.const_value) for value in values if value.const_value is not None]


def _tensors(model: ir.Model) -> list[ir.TensorProtocol]:
    return [tensor for _, tensor in _constants(model)]


def _cause(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error)
