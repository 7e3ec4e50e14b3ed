"""Triton's model configuration, as far as it is written here, read by protobuf's own parser.

Field names and kinds are those of Triton's documentation; a field that is not among them, or a
value of the wrong kind, is a parse error.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, text_format

_TENSOR = {
    "name": "string",
    "data_type": "DataType",
    "dims": "int64*",
    "reshape": "Reshape",
    "is_shape_tensor": "bool",
}
_MESSAGES: dict[str, dict[str, str]] = {
    "Reshape": {"shape": "int64*"},
    "Input": _TENSOR,
    "Output": _TENSOR,
    "InstanceGroup": {"count": "int32", "kind": "Kind", "gpus": "int32*"},
    "DynamicBatching": {"preferred_batch_size": "int32*"},
    "ModelConfig": {
        "name": "string",
        "platform": "string",
        "max_batch_size": "int32",
        "input": "Input*",
        "output": "Output*",
        "instance_group": "InstanceGroup*",
        "dynamic_batching": "DynamicBatching",
    },
}
_ENUMS = {
    "DataType": [
        f"TYPE_{t}" for t in ("INVALID", "BOOL", "UINT8", "INT8", "INT32", "FP16", "FP32")
    ],
    "Kind": ["KIND_AUTO", "KIND_GPU", "KIND_CPU"],
}


@lru_cache(maxsize=1)
def _model_config() -> Any:
    file = descriptor_pb2.FileDescriptorProto(
        name="model_config.proto", package="t", syntax="proto3"
    )
    for enum, values in _ENUMS.items():
        made = file.enum_type.add(name=enum)
        for number, value in enumerate(values):
            made.value.add(name=value, number=number)
    field = descriptor_pb2.FieldDescriptorProto
    for message, fields in _MESSAGES.items():
        into = file.message_type.add(name=message)
        for number, (name, kind) in enumerate(fields.items(), 1):
            label = field.LABEL_REPEATED if kind.endswith("*") else field.LABEL_OPTIONAL
            added = into.field.add(name=name, number=number, label=label)
            kind = kind.rstrip("*")
            if kind in _ENUMS or kind in _MESSAGES:
                added.type = field.TYPE_ENUM if kind in _ENUMS else field.TYPE_MESSAGE
                added.type_name = f".t.{kind}"
            else:
                added.type = getattr(field, f"TYPE_{kind.upper()}")
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("t.ModelConfig"))


def parse(config: str) -> Any:
    """The message in this text; raises `text_format.ParseError`."""
    return text_format.Parse(config, _model_config()())


def type_name(tensor: Any) -> str:
    """For example "TYPE_FP32"."""
    return _ENUMS["DataType"][tensor.data_type]
