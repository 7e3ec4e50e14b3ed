"""The inputs that `trtplugins run` feeds: from files, and random where no file gives one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import onnx

from trtplugins._core import Error

if TYPE_CHECKING:
    from trtplugins.profiling import Profile

Arrays = dict[str, np.ndarray[Any, Any]]


class Input(NamedTuple):
    """An input of a model; -1 stands for a dimension that is not fixed."""

    name: str
    dtype: str
    shape: tuple[int, ...]


@dataclass(frozen=True)
class Runner:
    """A model ready to run, on whatever backend."""

    inputs: list[Input]
    function: Callable[[Arrays], Arrays]
    profile: Callable[[Arrays, int], Profile] | None = None  # of an engine: its layers' times

    def __call__(self, feeds: Arrays) -> Arrays:
        return self.function(feeds)


def of_graph(graph: onnx.GraphProto) -> list[Input]:
    """The inputs of an ONNX graph that no initializer gives."""
    constants = {tensor.name for tensor in graph.initializer}
    found = []
    for value in graph.input:
        if value.name not in constants:
            tensor = value.type.tensor_type
            dtype = onnx.helper.tensor_dtype_to_np_dtype(tensor.elem_type)
            sizes = (d.dim_value if d.HasField("dim_value") else -1 for d in tensor.shape.dim)
            found.append(Input(value.name, str(dtype), tuple(sizes)))
    return found


def read(files: Iterable[tuple[str, Path]], archive: Path | None) -> Arrays:
    """Arrays from .npy files by name, and from a .npz file."""
    arrays: Arrays = {}
    if archive is not None:
        with np.load(archive) as content:
            arrays.update(content)
    for name, path in files:
        try:
            arrays[name] = np.load(path)
        except (OSError, ValueError) as error:
            raise Error(f"input {name!r}: cannot read {path}: {error}") from error
    return arrays


def draw(
    inputs: Iterable[Input], given: Arrays, shapes: Mapping[str, tuple[int, ...]], seed: int
) -> Arrays:
    """Random arrays for those `inputs` that are not `given`."""
    generator = np.random.default_rng(seed)
    drawn: Arrays = {}
    for name, dtype, declared in inputs:
        if name in given:
            continue
        shape = shapes.get(name, declared)
        if any(size < 0 for size in shape):
            raise Error(
                f"input {name!r} has the shape {declared}: say which with --shape {name}=..."
            )
        if np.issubdtype(dtype, np.floating):
            drawn[name] = generator.standard_normal(shape).astype(dtype)
        else:
            drawn[name] = generator.integers(0, 2, shape).astype(dtype)
    return drawn
