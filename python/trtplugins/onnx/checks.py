"""What a model has to be before anything is done with it: every name known, every tensor complete.

A model may come from anywhere. What is wrong in it is said by name, before memory is taken for it
and before a file that it names is opened.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Optional

import onnx

from trtplugins._core import Error

_P = onnx.TensorProto

# Bits of an element, by ONNX's name of the type; strings have none.
_WIDTHS = {
    2: "INT2 UINT2",
    4: "INT4 UINT4 FLOAT4E2M1",
    6: "FLOAT6E2M3 FLOAT6E3M2",
    8: "BOOL INT8 UINT8 FLOAT8E4M3FN FLOAT8E4M3FNUZ FLOAT8E5M2 FLOAT8E5M2FNUZ FLOAT8E8M0",
    16: "INT16 UINT16 FLOAT16 BFLOAT16",
    32: "INT32 UINT32 FLOAT",
    64: "INT64 UINT64 DOUBLE COMPLEX64",
    128: "COMPLEX128",
}
_KNOWN = dict(_P.DataType.items())
_BITS: dict[int, int] = {
    _KNOWN[name]: bits
    for bits, names in _WIDTHS.items()
    for name in names.split()
    if name in _KNOWN  # those of onnx as it is installed
}

# Where elements lie that are not raw, and how many of them make one value there.
_TYPED: dict[int, tuple[str, int]] = {
    _P.FLOAT: ("float_data", 1),
    _P.COMPLEX64: ("float_data", 2),
    _P.DOUBLE: ("double_data", 1),
    _P.COMPLEX128: ("double_data", 2),
    _P.INT64: ("int64_data", 1),
    _P.UINT32: ("uint64_data", 1),
    _P.UINT64: ("uint64_data", 1),
    _P.STRING: ("string_data", 1),
}


def check(model: onnx.ModelProto, folder: Optional[Path]) -> None:
    """Look the model over.

    Args:
        model: as it was read; weights beside its file are not.
        folder: of the model's file: what it stores outside has to lie in there. None if the model
            has no file, and then it must store nothing outside.

    Raises:
        Error: says what is wrong, and with what.
    """
    newest = onnx.defs.onnx_opset_version()
    for entry in model.opset_import:
        if entry.domain in ("", "ai.onnx") and not 1 <= entry.version <= newest:
            raise Error(
                f"the model is of opset {entry.version}; onnx {onnx.__version__}, which is "
                f"installed here, knows 1 to {newest}"
            )
    if not model.opset_import:
        raise Error("the model does not say of which opset it is (opset_import)")
    for tensor in tensors(model):
        check_tensor(tensor, folder)
    for function in model.functions:
        what = f"function '{function.name}'"
        _check_names(function.node, set(function.input), what, function.output)
    _check_graph(model.graph, set())


def check_tensor(tensor: onnx.TensorProto, folder: Optional[Path]) -> None:
    """Compare a constant's shape with its data.

    Raises:
        Error: they do not fit, or the data is not where it may be.
    """
    what = f"tensor '{tensor.name}'"
    if tensor.data_type != _P.STRING and tensor.data_type not in _BITS:
        raise Error(f"{what}: {tensor.data_type} is no element type of ONNX")
    if any(dim < 0 for dim in tensor.dims):
        raise Error(f"{what}: shape {list(tensor.dims)} has a negative extent")
    count = math.prod(tensor.dims)
    if tensor.data_location == _P.EXTERNAL:
        _check_external(tensor, math.ceil(count * _BITS[tensor.data_type] / 8), folder)
        return
    if tensor.HasField("raw_data"):
        got, unit = len(tensor.raw_data), "bytes"
        expected = math.ceil(count * _BITS.get(tensor.data_type, 0) / 8)
    else:
        name, each = _TYPED.get(tensor.data_type, ("int32_data", 1))
        got, unit, expected = len(getattr(tensor, name)), f"values in {name}", count * each
        if name == "int32_data" and _BITS[tensor.data_type] < 8:  # several in a value
            expected = math.ceil(count * _BITS[tensor.data_type] / 8)
    if got != expected:
        shape = "x".join(map(str, tensor.dims)) or "a scalar"
        raise Error(f"{what} of shape {shape}: expected {expected} {unit}, got {got}")


def _check_external(tensor: onnx.TensorProto, size: int, folder: Optional[Path]) -> None:
    what = f"tensor '{tensor.name}'"
    entries = {entry.key: entry.value for entry in tensor.external_data}
    location = entries.get("location", "")
    if folder is None:
        raise Error(f"{what} is stored in a file '{location}': give the path of the model's file")
    path = _inside(what, location, folder)
    try:
        offset = int(entries.get("offset") or 0)
        length = int(entries.get("length") or size)
    except ValueError as error:
        raise Error(f"{what}: offset and length in '{location}' are no numbers") from error
    if length != size:
        raise Error(f"{what}: expected {size} bytes in '{location}', its entry says {length}")
    there = path.stat().st_size
    if offset < 0 or offset + length > there:
        wanted = f"bytes {offset} to {offset + length} of '{location}'"
        raise Error(f"{what}: {wanted} are wanted, and it has {there}")


def _inside(what: str, location: str, folder: Path) -> Path:
    if not location:
        raise Error(f"{what} is stored in a file that is not named")
    if "\0" in location or Path(location).is_absolute() or ".." in Path(location).parts:
        raise Error(f"{what} is stored in '{location}', which is outside the model's folder")
    path = Path(os.path.realpath(folder / location))
    if not path.is_relative_to(os.path.realpath(folder)):
        raise Error(f"{what} is stored in '{location}', a link to outside the model's folder")
    if not path.is_file():
        raise Error(f"{what} is stored in '{location}', and there is no such file in {folder}")
    return path


def _check_graph(graph: onnx.GraphProto, outer: set[str]) -> None:
    what = f"graph '{graph.name}'"
    if graph.sparse_initializer:
        name = graph.sparse_initializer[0].values.name
        raise Error(f"tensor '{name}' is sparse, which TensorRT does not know")
    known: set[str] = set()
    for kind, values in (("input", graph.input), ("initializer", graph.initializer)):
        own: set[str] = set()
        for value in values:
            if not value.name:
                raise Error(f"{what} has an {kind} without a name")
            if value.name in own:
                raise Error(f"{what} has two {kind}s of the name '{value.name}'")
            own.add(value.name)
        known |= own
    _check_names(graph.node, known, what, [value.name for value in graph.output], outer)


def _check_names(
    nodes: Sequence[onnx.NodeProto],
    known: set[str],
    what: str,
    outputs: Sequence[str],
    outer: Optional[set[str]] = None,
) -> None:
    """Every name that is used is made once; in any order, since that can be put right."""
    made: dict[str, onnx.NodeProto] = {}
    for node in nodes:
        for name in filter(None, node.output):
            if name in made or name in known:
                first = _words(made[name]) if name in made else "an input or initializer"
                raise Error(f"'{name}' is made twice: by {first}, and by {_words(node)}")
            made[name] = node
    visible = known | set(made) | (outer or set())
    for node in nodes:
        for name in filter(None, node.input):
            if name not in visible:
                raise Error(f"{_words(node)} uses '{name}', which nothing makes")
        for attribute in node.attribute:
            for inner in _graphs(attribute):
                _check_graph(inner, visible)
    for name in outputs:
        if name not in made and name not in known:
            raise Error(f"output '{name}' of {what} is made by nothing in it")


def _words(node: onnx.NodeProto) -> str:
    name = node.name or (f"node of {node.output[0]}" if node.output else "a node")
    return f"{name} ({node.op_type})"


def tensors(model: onnx.ModelProto) -> Iterator[onnx.TensorProto]:
    """All constants of a model, of its functions and subgraphs too."""
    yield from _tensors(model.graph)
    for function in model.functions:
        for node in function.node:
            yield from _of_node(node)


def _tensors(graph: onnx.GraphProto) -> Iterator[onnx.TensorProto]:
    yield from graph.initializer
    for node in graph.node:
        yield from _of_node(node)


def _of_node(node: onnx.NodeProto) -> Iterator[onnx.TensorProto]:
    for attribute in node.attribute:
        if attribute.HasField("sparse_tensor") or attribute.sparse_tensors:
            raise Error(f"{_words(node)} has a sparse constant, which TensorRT does not know")
        if attribute.HasField("t"):
            yield attribute.t
        yield from attribute.tensors
        for inner in _graphs(attribute):
            yield from _tensors(inner)


def _graphs(attribute: onnx.AttributeProto) -> list[onnx.GraphProto]:
    return [*([attribute.g] if attribute.HasField("g") else []), *attribute.graphs]
