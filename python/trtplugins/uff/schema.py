"""The messages of a UFF file: protobuf classes made at import time from a table of field numbers.

A private descriptor pool keeps them apart from any other module that knows a package named `uff`.
"""

from __future__ import annotations

from typing import Any, Final

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_PACKAGE: Final = "uff"

# Message -> "number name type" of each field: "type*" is repeated, "key>value" a map, "type|" a
# member of the message's one oneof.
_MESSAGES: Final[dict[str, str]] = {
    "ListString": "1 l string*",
    "ListBool": "1 l bool*",
    "ListINT64": "1 l int64*",
    "ListDouble": "1 l double*",
    "ListDataType": "1 l DataType*",
    "DimensionOrders": "1 orders int32>ListINT64",
    "ListDimensionOrders": "1 l DimensionOrders*",
    "Data": (
        "1 s string|, 2 s_list ListString|, 3 d double|, 4 d_list ListDouble|, 5 b bool|,"
        "6 b_list ListBool|, 7 i int64|, 8 i_list ListINT64|, 9 blob bytes|, 100 ref string|,"
        "101 dtype DataType|, 102 dtype_list ListDataType|, 103 dim_orders DimensionOrders|,"
        "104 dim_orders_list ListDimensionOrders|"
    ),
    "Descriptor": "1 id string, 2 version uint32, 3 optional bool",
    "Node": (
        "1 id string, 2 inputs string*, 3 operation string, 4 fields string>Data,"
        "100 extra_fields string>Data"
    ),
    "Graph": "1 id string, 2 nodes Node*, 100 extra_fields string>Data",
    "MetaGraph": (
        "1 version uint32, 2 descriptor_core_version uint32, 3 descriptors Descriptor*,"
        "4 graphs Graph*, 5 referenced_data string>Data, 100 extra_fields string>Data"
    ),
}

#: numpy's name of a type -> its number in a UFF file.
DATA_TYPES: Final[dict[str, int]] = {
    "int8": 65544,
    "int16": 65552,
    "int32": 65568,
    "int64": 65600,
    "float16": 131088,
    "float32": 131104,
}

_Field = descriptor_pb2.FieldDescriptorProto
_SCALARS: Final = {
    "string": _Field.TYPE_STRING,
    "bytes": _Field.TYPE_BYTES,
    "bool": _Field.TYPE_BOOL,
    "double": _Field.TYPE_DOUBLE,
    "int32": _Field.TYPE_INT32,
    "int64": _Field.TYPE_INT64,
    "uint32": _Field.TYPE_UINT32,
}


def _set_type(field: Any, name: str) -> None:
    if name in _SCALARS:
        field.type = _SCALARS[name]
        return
    field.type = _Field.TYPE_ENUM if name == "DataType" else _Field.TYPE_MESSAGE
    field.type_name = f".{_PACKAGE}.{name}"


def _add_map(message: Any, field: Any, key: str, value: str) -> None:
    """A map is a repeated nested message of key and value, named after the field."""
    entry = message.nested_type.add(
        name="".join(part.title() for part in field.name.split("_")) + "Entry"
    )
    entry.options.map_entry = True
    for number, (name, kind) in enumerate((("key", key), ("value", value)), start=1):
        _set_type(entry.field.add(name=name, number=number, label=_Field.LABEL_OPTIONAL), kind)
    _set_type(field, f"{message.name}.{entry.name}")


def _add_field(message: Any, text: str) -> None:
    number, name, kind = text.split()
    field = message.field.add(name=name, number=int(number), label=_Field.LABEL_OPTIONAL)
    if kind.endswith("*") or ">" in kind:
        field.label = _Field.LABEL_REPEATED
    if kind.endswith("|"):
        field.oneof_index = 0
    key, _, value = kind.rstrip("*|").partition(">")
    if value:
        _add_map(message, field, key, value)
    else:
        _set_type(field, key)


def _file() -> Any:
    file = descriptor_pb2.FileDescriptorProto(name="uff.proto", package=_PACKAGE, syntax="proto3")
    enum = file.enum_type.add(name="DataType")
    enum.value.add(name="DT_INVALID", number=0)
    for name, number in DATA_TYPES.items():
        enum.value.add(name=f"DT_{name.upper()}", number=number)
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        if "|" in fields:
            message.oneof_decl.add(name="value")
        for field in fields.split(","):
            _add_field(message, field)
    return file


_POOL: Final = descriptor_pool.DescriptorPool()
_POOL.AddSerializedFile(_file().SerializeToString())


def _message(name: str) -> Any:
    return message_factory.GetMessageClass(_POOL.FindMessageTypeByName(f"{_PACKAGE}.{name}"))


Data: Final[Any] = _message("Data")
Node: Final[Any] = _message("Node")
MetaGraph: Final[Any] = _message("MetaGraph")
