"""Writes a .caffemodel: the few messages of it that hold weights, as a table of field numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

Array = np.ndarray[Any, Any]

# Message -> number, name, type of each field; "*": repeated.
MESSAGES = {
    "BlobShape": "1 dim int64*",
    "Blob": "5 data float*, 7 shape BlobShape",
    "Layer": "1 name string, 2 type string, 7 blobs Blob*",
    "Net": "1 name string, 100 layer Layer*",
}
_Field = descriptor_pb2.FieldDescriptorProto
SCALARS = {"int64": _Field.TYPE_INT64, "float": _Field.TYPE_FLOAT, "string": _Field.TYPE_STRING}


def _net() -> Any:
    file = descriptor_pb2.FileDescriptorProto(name="w.proto", package="w", syntax="proto2")
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        for text in fields.split(", "):
            number, field_name, kind = text.split()
            field = message.field.add(name=field_name, number=int(number))
            field.label = _Field.LABEL_REPEATED if kind.endswith("*") else _Field.LABEL_OPTIONAL
            kind = kind.rstrip("*")
            if kind in SCALARS:
                field.type = SCALARS[kind]
                field.options.packed = field.label == _Field.LABEL_REPEATED
            else:
                field.type, field.type_name = _Field.TYPE_MESSAGE, f".w.{kind}"
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("w.Net"))()


def dumps(layers: Mapping[str, tuple[str, Sequence[Array]]]) -> bytes:
    """The bytes of a .caffemodel.

    Args:
        layers: {name: (type, blobs)}, for example {"conv1": ("Convolution", [kernel, bias])}.
    """
    net = _net()
    for name, (kind, blobs) in layers.items():
        layer = net.layer.add(name=name, type=kind)
        for array in blobs:
            blob = layer.blobs.add(data=np.asarray(array, np.float32).ravel().tolist())
            blob.shape.dim.extend(array.shape)
    data: bytes = net.SerializeToString()
    return data


def write(path: Path, layers: Mapping[str, tuple[str, Sequence[Array]]]) -> None:
    """Writes a .caffemodel; see `dumps`."""
    path.write_bytes(dumps(layers))
