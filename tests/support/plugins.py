"""Every operator under test, and what a creator of TensorRT's is given."""

from __future__ import annotations

import struct
from typing import Any

from support.numerics import example
from trtplugins import _core

# In the order of nvinfer1::DataType.
TYPES = ["float32", "float16", "int8", "int32", "bool", "uint8"]
FLOAT32, INT32, CHAR, UNKNOWN = 1, 5, 6, 8  # nvinfer1::PluginFieldType

OPERATORS = _core.operators()
NAMES = [(name, op) for op in OPERATORS for name in (op.name, op.alias)]
IDS = [name for name, _ in NAMES]

RawField = tuple[str, int, "bytes | None", int]


def field(name: str, kind: str, value: Any) -> RawField:
    """As TensorRT's ONNX parser hands an attribute over."""
    if kind in ("float", "floats"):
        values = [value] if kind == "float" else value
        return name, FLOAT32, struct.pack(f"{len(values)}f", *values), len(values)
    if kind in ("int", "ints"):
        values = [value] if kind == "int" else value
        return name, INT32, struct.pack(f"{len(values)}i", *values), len(values)
    strings = [value] if kind == "string" else value
    data = b"".join(s.encode() + b"\0" for s in strings)
    return name, CHAR, data, len(data)


def make(op: _core.Operator) -> _core.Instance:
    """The operator with the attributes of its example."""
    return op.make(**example(op).attributes)


def fields(op: _core.Operator) -> list[RawField]:
    """A field for each attribute of its example, the defaults among them."""
    kinds = {a.name: a.kind for a in op.attributes}
    return [field(name, kinds[name], value) for name, value in make(op).attributes.items()]


def create(op: _core.Operator, name: str | None = None, namespace: str = "") -> _core.Plugin:
    """The plugin with the attributes of its example."""
    return _core.Plugin.create(name or op.name, op.version, namespace, fields(op))
