"""A node of a UFF graph as Python values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from trtplugins.uff import attributes
from trtplugins.uff.schema import DATA_TYPES

_DATA_TYPE_NAMES = {number: name for name, number in DATA_TYPES.items()}


def _value(data: Any) -> Any:
    member = data.WhichOneof("value")
    if member is None:
        return None
    value = getattr(data, member)
    if member == "dtype":
        return _DATA_TYPE_NAMES.get(value, value)
    if member == "dtype_list":
        return [_DATA_TYPE_NAMES.get(number, number) for number in value.l]
    if member == "dim_orders":
        return {key: list(order.l) for key, order in value.orders.items()}
    if member == "dim_orders_list":
        return [{key: list(order.l) for key, order in orders.orders.items()} for orders in value.l]
    return list(value.l) if member.endswith("_list") else value


@dataclass(frozen=True)
class Node:
    """One node, and in the calls that build a graph the tensor it makes: UFF has one name for both.

    `fields` holds what the file says, references to shared data resolved; `attributes` are a custom
    node's fields without their type suffixes.
    """

    name: str
    operation: str
    inputs: tuple[str, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def plugin(self) -> str | None:
        """The plugin's name where this is a custom node."""
        return self.operation[1:] if self.operation.startswith("_") else None

    @property
    def attributes(self) -> dict[str, Any]:
        """A custom node's attributes by the names its plugin knows."""
        return attributes.decode(self.fields)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of an input or a constant; -1 is a dimension given later."""
        return tuple(self.fields["shape"])

    @property
    def dtype(self) -> str:
        """Type of an input or a constant, by numpy's name."""
        return str(self.fields["dtype"])

    @property
    def array(self) -> np.ndarray[Any, Any]:
        """The values of a constant."""
        return np.frombuffer(self.fields["values"], dtype=self.dtype).reshape(self.shape)


def from_message(message: Any, shared: Any) -> Node:
    """`Node` of a protobuf node; `shared` is the file's map of referenced data."""
    fields = {}
    for name, data in message.fields.items():
        fields[name] = _value(shared[data.ref] if data.WhichOneof("value") == "ref" else data)
    return Node(message.id, message.operation, tuple(message.inputs), fields)
