"""What TensorRT made of a network: an engine's layers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trtplugins._core import Error

if TYPE_CHECKING:
    from rich.table import Table


@dataclass(frozen=True)
class LayerTensor:
    """A tensor that a layer reads or writes.

    Attributes:
        name: of the network's, or one that TensorRT made up.
        shape: extents, -1 where it depends on the inputs; None where TensorRT does not tell.
        format: dtype and memory layout in TensorRT's words.
        location: "Device" or "Host".
    """

    name: str
    shape: tuple[int, ...] | None = None
    format: str = ""
    location: str = ""

    def __str__(self) -> str:
        shape = "" if self.shape is None else str(list(self.shape))
        return f"{self.name}{shape}" + (f" ({self.format})" if self.format else "")


@dataclass(frozen=True)
class Layer:
    """A layer of an engine, which may be several of the network's.

    Attributes:
        name: TensorRT's.
        type: its kind, "" unless the engine was built with detailed profiling verbosity; so are
            `inputs`, `outputs`, `tactic` and `details`.
        inputs: what it reads.
        outputs: what it writes.
        tactic: the kernel that was chosen.
        details: all that TensorRT tells.
    """

    name: str
    type: str = ""
    inputs: tuple[LayerTensor, ...] = ()
    outputs: tuple[LayerTensor, ...] = ()
    tactic: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Inspection:
    """An engine's layers in the order in which they run.

    Attributes:
        layers: all of them, of every optimisation profile.
        bindings: names of the engine's inputs and outputs.
        text: TensorRT's JSON.
    """

    layers: tuple[Layer, ...]
    bindings: tuple[str, ...]
    text: str = field(repr=False)

    @property
    def is_detailed(self) -> bool:
        """Whether TensorRT tells more than names."""
        return any(layer.details for layer in self.layers)

    def table(self) -> Table:
        """A row per layer."""
        from rich.table import Table  # takes long to import
        from rich.text import Text

        table = Table(title=f"{len(self.layers)} layers")
        table.add_column("layer", overflow="fold")
        if self.is_detailed:
            for column in ("type", "inputs", "outputs", "tactic"):
                table.add_column(column, overflow="fold")
        for layer in self.layers:
            cells = [layer.name]
            if self.is_detailed:
                tensors = ("\n".join(map(str, t)) for t in (layer.inputs, layer.outputs))
                cells += [layer.type, *tensors, layer.tactic]
            table.add_row(*map(Text, cells))  # as they are: brackets are no markup
        return table


def parse(text: str) -> Inspection:
    """Reads the JSON of TensorRT's engine inspector.

    Raises:
        Error: it is not that.
    """
    try:
        told = json.loads(text, strict=False)  # names may hold what JSON has to escape
    except json.JSONDecodeError as error:
        raise Error(f"TensorRT's description of the engine is no JSON: {error}") from error
    if not isinstance(told, dict) or not isinstance(told.get("Layers"), list):
        raise Error('TensorRT\'s description of the engine has no list "Layers"')
    bindings = tuple(_name(b) for b in told.get("Bindings") or ())
    return Inspection(tuple(_layer(item) for item in told["Layers"]), bindings, text)


def _layer(item: Any) -> Layer:
    if not isinstance(item, dict):
        return Layer(str(item))
    tactic = item.get("TacticName") or item.get("TacticValue") or ""
    return Layer(
        _name(item),
        str(item.get("LayerType", "")),
        tuple(_tensor(t) for t in item.get("Inputs") or ()),
        tuple(_tensor(t) for t in item.get("Outputs") or ()),
        str(tactic),
        item,
    )


def _tensor(item: Any) -> LayerTensor:
    if not isinstance(item, dict):
        return LayerTensor(str(item))
    extents = item.get("Dimensions")
    shape = tuple(int(d) for d in extents) if isinstance(extents, list) else None
    format_ = item.get("Format/Datatype") or item.get("Format") or ""
    return LayerTensor(_name(item), shape, str(format_), str(item.get("Location", "")))


def _name(item: Any) -> str:
    return str(item.get("Name", "")) if isinstance(item, dict) else str(item)
