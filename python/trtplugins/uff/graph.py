"""Graphs of the UFF format: made node by node, written, read back and described."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from operator import index
from pathlib import Path
from typing import Any, Final, Union

import numpy as np
from google.protobuf.message import DecodeError
from numpy.typing import ArrayLike, DTypeLike

from trtplugins.uff import attributes
from trtplugins.uff.attributes import Attribute
from trtplugins.uff.errors import UffError
from trtplugins.uff.listing import listing
from trtplugins.uff.node import Node, from_message
from trtplugins.uff.operations import OPERATIONS
from trtplugins.uff.schema import DATA_TYPES, MetaGraph

Tensor = Union[Node, str]

_VERSION: Final = 1
_MAX_DIMENSIONS: Final = 8
_INPUT_TYPES: Final = ("float32", "float16", "int32", "int8")
# TensorRT's parser turns integer constants into floats or refuses them.
_CONSTANT_TYPES: Final = ("float32", "float16")


def _type_name(dtype: DTypeLike, allowed: Sequence[str], what: str) -> str:
    try:
        name = str(np.dtype(dtype).name)
    except TypeError:
        name = str(dtype)
    if name not in allowed:
        raise UffError(f"{what}: dtype must be one of {', '.join(allowed)}, got {name}")
    return name


def _dimensions(shape: Iterable[int], what: str) -> list[int]:
    try:
        dimensions = [index(size) for size in shape]
    except TypeError as error:
        raise UffError(f"{what}: a shape is a sequence of integers ({error})") from error
    if not 1 <= len(dimensions) <= _MAX_DIMENSIONS:
        raise UffError(f"{what}: expected 1 to {_MAX_DIMENSIONS} dimensions, got {len(dimensions)}")
    if any(size < -1 for size in dimensions):
        raise UffError(
            f"{what}: a dimension is a size or -1 for one given later, got {tuple(dimensions)}"
        )
    return dimensions


class Graph:
    """A graph that grows by one method call per node and knows its file format.

    Every method that makes a node returns it; the `Node` or its name stands for what it makes where
    a later call asks for inputs. Errors are `UffError`.

        graph = Graph()
        x = graph.input("x", shape=(-1, 64, 32, 32))
        graph.output(graph.custom("LReLU_TRT", [x], name="y", negSlope=0.2))
        graph.save("model.uff")
    """

    def __init__(self, name: str = "main") -> None:
        self._meta = MetaGraph(version=_VERSION, descriptor_core_version=1)
        self._meta.graphs.add(id=name)
        self._messages: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """Name of the graph; TensorRT does not look at it."""
        return str(self._graph.id)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes in the order of the file, inputs and output marks among them."""
        return tuple(self[name] for name in self._messages)

    @property
    def inputs(self) -> tuple[Node, ...]:
        """The inputs of the graph."""
        return tuple(node for node in self.nodes if node.operation == "Input")

    @property
    def outputs(self) -> tuple[Node, ...]:
        """The nodes whose outputs are the graph's; their names are the engine's output names."""
        marks = (node for node in self.nodes if node.operation == "MarkOutput")
        return tuple(self[name] for mark in marks for name in mark.inputs)

    def __getitem__(self, name: str) -> Node:
        return from_message(self._message(name, "graph"), self._meta.referenced_data)

    def __contains__(self, name: str) -> bool:
        return name in self._messages

    def __len__(self) -> int:
        return len(self._messages)

    def input(self, name: str, *, shape: Iterable[int], dtype: DTypeLike = "float32") -> Node:
        """Add an input of 1 to 8 dimensions, batch included; -1 for those a profile gives.

        `dtype` is float32, float16, int32 or int8.
        """
        what = f"input '{name}'"
        kind = DATA_TYPES[_type_name(dtype, _INPUT_TYPES, what)]
        dimensions = _dimensions(shape, what)
        message = self._add("Input", (), name)
        message.fields["dtype"].dtype = kind
        message.fields["shape"].i_list.l.extend(dimensions)
        return self[name]

    def constant(self, array: ArrayLike, *, name: str | None = None) -> Node:
        """Add a constant of float32 or float16, not empty; Python numbers become float32.

        TensorRT's parser converts it to the type the network is imported with.
        """
        what = f"constant '{name}'" if name else "constant"
        typed = isinstance(array, (np.ndarray, np.generic))
        values = np.asarray(array, dtype=None if typed else np.float32)
        kind = DATA_TYPES[_type_name(values.dtype, _CONSTANT_TYPES, what)]
        if values.size == 0 or values.ndim > _MAX_DIMENSIONS:
            raise UffError(
                f"{what}: expected values in at most {_MAX_DIMENSIONS} dimensions, "
                f"got {values.shape}"
            )
        message = self._add("Const", (), name)
        message.fields["dtype"].dtype = kind
        message.fields["shape"].i_list.l.extend(values.shape)
        reference = f"weights_{message.id}"
        message.fields["values"].ref = reference
        little_endian = values.astype(values.dtype.newbyteorder("<"))
        self._meta.referenced_data[reference].blob = little_endian.tobytes()
        return self[message.id]

    def custom(
        self,
        plugin: str,
        inputs: Tensor | Sequence[Tensor],
        /,
        *,
        name: str | None = None,
        **attribute: Attribute,
    ) -> Node:
        """Add a node that the plugin registered under the name `plugin` runs.

        TensorRT's UFF parser looks for the name alone: of several plugins of that name, whatever
        their versions and namespaces, it takes the one registered last. Attributes are numbers,
        strings and flat lists of numbers (1 is an integer, 1.0 is not); those left out keep the
        plugin's defaults.
        """
        if not plugin:
            raise UffError("custom node: the plugin's name is empty")
        what = f"node '{name or plugin}'"
        fields = [attributes.encode(what, key, value) for key, value in attribute.items()]
        message = self._add(f"_{plugin}", self._names(inputs, what, at_least=1), name)
        for key, member, value in fields:
            data = message.fields[key]
            if member.endswith("_list"):
                getattr(data, member).l.extend(value)
            else:
                setattr(data, member, value)
        if not any(descriptor.id == "custom" for descriptor in self._meta.descriptors):
            self._meta.descriptors.add(id="custom", version=1)
        return self[message.id]

    def node(
        self,
        operation: str,
        inputs: Tensor | Sequence[Tensor],
        /,
        *,
        name: str | None = None,
        func: str | None = None,
    ) -> Node:
        """Add a node of one of `OPERATIONS`, with `func` where the operation is a family."""
        what = f"node '{name or operation}'"
        if operation not in OPERATIONS:
            raise UffError(
                f"{what}: operation must be one of {', '.join(OPERATIONS)}, got "
                f"'{operation}'; a plugin's node is made by Graph.custom"
            )
        expected = OPERATIONS[operation]
        names = self._names(inputs, what, at_least=expected.inputs)
        if len(names) != expected.inputs:
            raise UffError(
                f"{what}: {operation} takes {expected.inputs} input(s), got {len(names)}"
            )
        if expected.functions and func not in expected.functions:
            raise UffError(
                f"{what}: func must be one of {', '.join(expected.functions)}, got {func!r}"
            )
        if func is not None and not expected.functions:
            raise UffError(f"{what}: {operation} takes no func, got {func!r}")
        message = self._add(operation, names, name)
        if func is not None:
            message.fields["func"].s = func
        return self[message.id]

    def output(self, tensor: Tensor) -> Node:
        """Mark what `tensor` makes as an output; the engine calls it by that node's name."""
        (name,) = self._names(tensor, "output", at_least=1)
        if name in (node.name for node in self.outputs):
            raise UffError(f"output '{name}': marked already")
        return self[self._add("MarkOutput", (name,), None).id]

    def to_bytes(self) -> bytes:
        """The file; the same bytes for the same graph."""
        if not self.outputs:
            raise UffError(f"graph '{self.name}': no outputs; mark at least one with Graph.output")
        return bytes(self._meta.SerializeToString(deterministic=True))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the file."""
        Path(path).write_bytes(self.to_bytes())

    @classmethod
    def from_bytes(cls, data: bytes, *, source: str = "bytes") -> Graph:
        """The graph of a UFF file's content; `source` names it in errors."""
        meta = MetaGraph()
        try:
            meta.ParseFromString(data)
        except DecodeError as error:
            raise UffError(f"{source}: not a UFF file ({error})") from error
        if len(meta.graphs) != 1:
            raise UffError(f"{source}: a UFF file holds one graph, found {len(meta.graphs)}")
        graph = cls()
        graph._meta = meta
        graph._adopt(source)
        return graph

    def __str__(self) -> str:
        """One line per node: name, operation, inputs, fields."""
        return listing(self.nodes)

    @property
    def _graph(self) -> Any:
        return self._meta.graphs[0]

    def _message(self, name: str, what: str) -> Any:
        try:
            return self._messages[name]
        except KeyError:
            raise UffError(f"{what}: no node is named '{name}'") from None

    def _names(
        self, inputs: Tensor | Sequence[Tensor], what: str, *, at_least: int
    ) -> tuple[str, ...]:
        given = (inputs,) if isinstance(inputs, (Node, str)) else tuple(inputs)
        names = tuple(item.name if isinstance(item, Node) else str(item) for item in given)
        if len(names) < at_least:
            raise UffError(f"{what}: expected at least {at_least} input(s), got {len(names)}")
        for name in names:
            if self._message(name, what).operation == "MarkOutput":
                raise UffError(f"{what}: '{name}' marks an output and has none of its own")
        return names

    def _add(self, operation: str, inputs: Iterable[str], name: str | None) -> Any:
        if name is None:
            stem = operation.lstrip("_")
            name = next(
                text for text in (f"{stem}_{i}" for i in range(len(self) + 1)) if text not in self
            )
        if not name:
            raise UffError(f"node of {operation}: the name is empty")
        if name in self:
            raise UffError(f"node '{name}': the graph has a node of that name already")
        message = self._graph.nodes.add(id=name, operation=operation, inputs=inputs)
        self._messages[name] = message
        return message

    def _adopt(self, source: str) -> None:
        """Index the nodes of a file that was read, and check what every use of them relies on."""
        for message in self._graph.nodes:
            if not message.id:
                raise UffError(f"{source}: a node of {message.operation} has no name")
            if message.id in self._messages:
                raise UffError(f"{source}: two nodes are named '{message.id}'")
            self._messages[message.id] = message
        for name, message in self._messages.items():
            for tensor in message.inputs:
                self._message(tensor, f"{source}, input of node '{name}'")
            for field, data in message.fields.items():
                if data.WhichOneof("value") == "ref" and data.ref not in self._meta.referenced_data:
                    raise UffError(
                        f"{source}, node '{name}', field '{field}': no data is stored as "
                        f"'{data.ref}'"
                    )


def load(path: str | os.PathLike[str]) -> Graph:
    """The graph of a UFF file."""
    return Graph.from_bytes(Path(path).read_bytes(), source=str(path))
