"""Operators on a network of NVIDIA's own Python bindings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from trtplugins import _core
from trtplugins.ops import find

if TYPE_CHECKING:
    import tensorrt as trt

__all__ = ["add"]

_Data = np.ndarray[Any, Any]
_FIELDS: dict[str, tuple[str, Callable[[Any], _Data]]] = {
    "float": ("FLOAT32", lambda value: np.array([value], np.float32)),
    "int": ("INT32", lambda value: np.array([value], np.int32)),
    "string": ("CHAR", lambda value: _characters([value])),
    "floats": ("FLOAT32", lambda value: np.array(value, np.float32)),
    "ints": ("INT32", lambda value: np.array(value, np.int32)),
    "strings": ("CHAR", lambda value: _characters(value)),
}


def add(
    network: trt.INetworkDefinition,
    name: str,
    inputs: Sequence[trt.ITensor],
    /,
    **attributes: Any,
) -> trt.ILayer:
    """Add an operator to a network made with NVIDIA's `tensorrt` module.

    Args:
        network: an explicit-batch network.
        name: the operator, by its name or its alias.
        inputs: its input tensors; trailing optional inputs may be left out.
        **attributes: its attributes; those left out have their defaults.

    Returns:
        The layer; its outputs are `layer.get_output(i)`.

    Raises:
        Error: no such operator, an attribute it does not have or does not admit, a wrong number of
            inputs, or TensorRT refused the plugin.
    """
    trt = _bindings()
    op = find(name)
    tensors = _checked_inputs(op, inputs)
    fields = _fields(trt, op, attributes)
    _core.load()
    creator = trt.get_plugin_registry().get_plugin_creator(op.name, op.version, "")
    if creator is None:
        raise _core.Error(
            f"{op.name}: not in the registry of the TensorRT that NVIDIA's bindings use; "
            "two copies of TensorRT in one process? `trtplugins doctor` lists them"
        )
    plugin = creator.create_plugin(op.name, trt.PluginFieldCollection(fields))
    if plugin is None:
        raise _core.Error(f"{op.name}: TensorRT could not create the plugin; its log says why")
    layer = network.add_plugin_v2(tensors, plugin)
    if layer is None:
        raise _core.Error(f"{op.name}: TensorRT refused the layer; its log says why")
    return layer


def _bindings() -> Any:
    try:
        import tensorrt as trt
    except ImportError as error:
        raise _core.Error(
            f"add() needs NVIDIA's tensorrt module, which cannot be imported: {error}"
        ) from error
    if not hasattr(trt.INetworkDefinition, "add_plugin_v2"):
        raise _core.Error(f"add() works with TensorRT 8.x; this is {trt.__version__}")
    return trt


def _checked_inputs(op: _core.Operator, inputs: Sequence[Any]) -> list[Any]:
    tensors = list(inputs)
    least = sum(not port.optional for port in op.inputs)
    if not least <= len(tensors) <= len(op.inputs):
        wanted = ", ".join(port.name + "?" * port.optional for port in op.inputs)
        raise _core.Error(f"{op.name}: expected the inputs ({wanted}), got {len(tensors)} tensors")
    for port, tensor in zip(op.inputs, tensors):
        if tensor is None:
            raise _core.Error(f"{op.name}: input {port.name!r} is None; expected a tensor")
    return tensors


def _fields(trt: Any, op: _core.Operator, attributes: dict[str, Any]) -> list[Any]:
    """One PluginField per given attribute, after the operator itself has checked them all."""
    checked = op.make(**attributes).attributes
    fields = []
    for attribute in op.attributes:
        if attribute.name in attributes:
            kind, convert = _FIELDS[attribute.kind]
            data = convert(checked[attribute.name])
            fields.append(trt.PluginField(attribute.name, data, getattr(trt.PluginFieldType, kind)))
    return fields


def _characters(strings: Sequence[str]) -> _Data:
    """NUL-terminated strings one after the other, as TensorRT's ONNX parser hands them over."""
    return np.frombuffer(b"".join(s.encode() + b"\0" for s in strings), np.int8)
