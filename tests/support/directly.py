"""Plugins called as an engine calls them, without one.

A builder takes seconds to start, and may take other types for a plugin than the model has.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

import trtplugins as tp
from support.numerics import Array, Arrays, Case
from support.plugins import field
from trtplugins import _core

FILLED = 0xFF  # NaN of floats: what is never written is no result


@cache
def arena() -> _core.MemoryResource:
    """Memory that is kept: asking CUDA for it would take longer than most plugins."""
    return tp.memory.arena(tp.memory.cuda())


class Direct:
    """A case's plugin, for inputs of these shapes."""

    def __init__(self, case: Case, shapes: dict[str, list[int]]) -> None:
        _core.load()
        kinds = {a.name: a.kind for a in case.op.attributes}
        fields = [
            field(name, kinds.get(name, "ints"), value)
            for name, value in case.node_attributes().items()
        ]
        self.plugin = _core.Plugin.create(case.op.alias, case.op.version, "", fields)
        self.names = [port.name for port in case.op.inputs if port.name in shapes]
        types = dict(zip((port.name for port in case.op.inputs), case.row[0]))
        self.inputs = [(shapes[name], types[name]) for name in self.names]
        made = case.output_shapes(shapes)
        self.results = {name: (made[name], t) for name, t in case.output_types().items()}
        self.descs = [_core.TensorDesc(*what) for what in (*self.inputs, *self.results.values())]

    def supported(self) -> list[bool]:
        """Whether the plugin takes the type of each input and output, given those before it."""
        counts = len(self.inputs), len(self.results)
        return [self.plugin.supports(i, self.descs, *counts) for i in range(len(self.descs))]

    def output_types(self) -> list[str]:
        """As the plugin tells TensorRT."""
        types = [dtype for _, dtype in self.inputs]
        return [self.plugin.output_type(i, types) for i in range(len(self.results))]

    def __call__(self, feeds: Arrays, memory: _core.MemoryResource) -> Arrays:
        """Its outputs, by name. Of cudaMalloc's memory checkers know where each tensor ends."""
        ins, outs = self.descs[: len(self.inputs)], self.descs[len(self.inputs) :]
        given = [_on_device(feeds[name], memory) for name in self.names]
        made = {name: _filled(*what, memory) for name, what in self.results.items()}
        self.plugin.configure(ins, outs)
        scratch = _filled([self.plugin.workspace(ins, outs)], "uint8", memory)
        self.plugin.enqueue(
            ins,
            outs,
            [_address(array) for array in given],
            [_address(array) for array in made.values()],
            _address(scratch),
        )
        return {name: array.numpy() for name, array in made.items()}


def run(case: Case, feeds: Arrays) -> Arrays:
    """The case's outputs, by name."""
    shapes = {name: list(array.shape) for name, array in feeds.items()}
    return Direct(case, shapes)(feeds, arena())


def _address(array: Any) -> int:
    # No tensor of an engine is null.
    return int(array.__cuda_array_interface__["data"][0]) or 256


def _filled(shape: list[int], dtype: str, memory: _core.MemoryResource) -> Any:
    array = tp.cuda.empty(shape, dtype, resource=memory)
    if array.form.size:
        _core.cuda.fill(_address(array), FILLED, array.form.size)
    return array


def _on_device(values: Array, memory: _core.MemoryResource) -> Any:
    array = tp.cuda.empty(values.shape, values.dtype, resource=memory)
    return array.copy_from(np.asarray(values, order="C")) if values.size else array
