"""Networks defined layer by layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Union

import numpy as np
import numpy.typing as npt

from trtplugins import _core, tensorrt_log
from trtplugins._core import Layer, Loop, Tensor
from trtplugins.memory import MemoryResource
from trtplugins.ops import find

__all__ = ["Field", "Layer", "Loop", "Network", "Tensor"]

#: A field of a plugin's creator: a string; numbers, which are float32 or int32; an array.
Field = Union[str, npt.ArrayLike]

_RawField = tuple[str, int, bytes, int]  # name, TensorRT's number of the type, data, length
_FIELD_TYPES = {"float16": 0, "float32": 1, "float64": 2, "int8": 3, "int16": 4, "int32": 5}
_CHARACTERS = 6


class Network(_core.Network):
    """A network definition, for `trtplugins.build`. Batches are explicit.

    The functions that add layers are those of TensorRT's INetworkDefinition, in snake_case, and
    what TensorRT sets of a layer afterwards are their keyword arguments. Every one takes `name`,
    and most take `precision`. See docs/network.md.

    Arrays of weights are not copied, but kept: do not change them before the last build.
    For one thread at a time.

    Attributes:
        name: of the network, which the engine has, too.
        inputs, outputs, layers: what it has so far.
        allocator: where the device memory for building comes from; None: cudaMalloc.
    """

    def __init__(self, *, allocator: MemoryResource | None = None, verbose: bool = False) -> None:
        """An empty network.

        Args:
            allocator: where the device memory for building comes from; cudaMalloc by default.
            verbose: log TensorRT's verbose lines too, to the logger "trtplugins.tensorrt".

        Raises:
            Error: there is no GPU, or no TensorRT.
        """
        _core.load()
        super().__init__(allocator, tensorrt_log.sink(verbose))
        self.allocator = allocator

    def add(
        self,
        operator: str,
        inputs: Sequence[Tensor | None],
        /,
        *,
        layer_name: str = "",
        **attributes: Any,
    ) -> Layer:
        """Adds an operator of this library.

        Args:
            operator: by its name or its alias; `trtplugins.ops` lists them.
            inputs: its input tensors; None for an optional one that is left out, also at the end.
            layer_name: what the layer is called.
            **attributes: its attributes; those left out have their defaults.

        Raises:
            Error: no such operator, an attribute it does not have or does not admit, a wrong number
                of inputs; or TensorRT refuses it.
        """
        op = find(operator)
        tensors = list(inputs)
        while tensors and tensors[-1] is None:
            tensors.pop()
        _check_inputs(op, tensors)
        fields = _fields_of(op, attributes)
        given = [t for t in tensors if t is not None]
        registered = op.name
        if len(given) < len(tensors):  # the alias alone can be told
            registered = op.alias
            fields.append(_raw_field("present_inputs", [int(t is not None) for t in tensors]))
        return super().add_plugin_v2(given, registered, op.version, "", fields, layer_name)

    def add_plugin_v2(  # type: ignore[override]
        self,
        inputs: Sequence[Tensor],
        plugin: str,
        version: str = "1",
        namespace: str = "",
        fields: Mapping[str, Field] | None = None,
        *,
        name: str = "",
        precision: str | None = None,
    ) -> Layer:
        """Adds a plugin of TensorRT's registry, anybody's.

        Args:
            inputs: its input tensors.
            plugin: the name that its creator has in the registry.
            version: its creator's.
            namespace: its creator's.
            fields: for the creator; those left out have its defaults.
            name: of the layer.
            precision: to compute in.

        Raises:
            Error: no such creator, a field it does not have, or it or TensorRT refuses; with their
                log lines.
        """
        raw = [_raw_field(field, value) for field, value in (fields or {}).items()]
        return super().add_plugin_v2(inputs, plugin, version, namespace, raw, name, precision)


def _check_inputs(op: _core.Operator, tensors: Sequence[Tensor | None]) -> None:
    ports = op.inputs
    wanted = ", ".join(port.name + "?" * port.optional for port in ports)
    missing = [
        port.name
        for i, port in enumerate(ports)
        if not port.optional and (i >= len(tensors) or tensors[i] is None)
    ]
    if len(tensors) > len(ports) or missing:
        got = f"{len(tensors)} tensors" + (f", without {', '.join(missing)}" if missing else "")
        raise _core.Error(f"{op.name}: expected the inputs ({wanted}), got {got}")


def _fields_of(op: _core.Operator, attributes: Mapping[str, Any]) -> list[_RawField]:
    """A field per given attribute, after the operator itself has checked them all."""
    checked = op.make(**attributes).attributes
    return [
        _raw_field(a.name, _typed(a.kind, checked[a.name]))
        for a in op.attributes
        if a.name in attributes
    ]


def _typed(kind: str, value: Any) -> Any:
    if kind in ("float", "floats"):
        return np.asarray(value, np.float32)
    if kind == "strings":  # one after another, as the creator reads them
        return "\0".join(value)
    return value


def _raw_field(name: str, value: Field) -> _RawField:
    """A field as a creator is given it.

    Raises:
        Error: the value is of a type that fields do not have.
    """
    if isinstance(value, str):
        data = value.encode() + b"\0"
        return name, _CHARACTERS, data, len(data)
    array = np.asarray(value)
    if not hasattr(value, "dtype"):
        array = _narrowed(name, array)
    kind = _FIELD_TYPES.get(str(array.dtype))
    if kind is None:
        known = ", ".join(_FIELD_TYPES)
        raise _core.Error(
            f"field {name!r}: expected a string or values of {known}, got {array.dtype}"
        )
    return name, kind, array.tobytes(), array.size


def _narrowed(name: str, array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if array.dtype.kind == "f":
        return array.astype(np.float32)
    if array.dtype.kind != "i":
        return array
    narrow = array.astype(np.int32)
    if not np.array_equal(narrow, array):
        raise _core.Error(f"field {name!r}: expected values that 32 bits hold, got {array}")
    return narrow
