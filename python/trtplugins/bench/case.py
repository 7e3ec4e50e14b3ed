"""What is measured: an operator on given shapes, in each of the types it has kernels for."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from trtplugins import _core
from trtplugins.ops import find
from trtplugins.single_node import Tensor

if TYPE_CHECKING:
    from trtplugins.bench.peers import Peer


@dataclass(frozen=True)
class Case:
    """One line of an operator's `bench.py`.

    Attributes:
        operator: its name.
        inputs: the shape of each input, by the input's name.
        attributes: those that are not at their defaults.
        peers: other implementations of the same, to be measured beside it.
        outputs: the names of those that the node uses; all, if none is named.
        values: of inputs whose values matter to the time, indices for one; others are random.
        dtypes: those of the first input that are measured; all, if none is named.
    """

    operator: str
    inputs: Mapping[str, Sequence[int]]
    attributes: Mapping[str, Any] = field(default_factory=dict)
    peers: Sequence[Peer] = ()
    outputs: Sequence[str] = ()
    values: Mapping[str, npt.ArrayLike] = field(default_factory=dict)
    dtypes: Sequence[str] = ()


def of_equal_bytes(
    make: Callable[..., Case], shapes: Iterable[Sequence[int]], *more: Any
) -> Iterator[Case]:
    """`make(shape, *more)` in float32, and in float16 with twice the first dimension."""
    for first, *rest in shapes:
        for dtype, times in (("float32", 1), ("float16", 2)):
            yield replace(make((times * first, *rest), *more), dtypes=(dtype,))


@dataclass(frozen=True)
class Work:
    """A case in one row of types."""

    case: Case
    op: _core.Operator
    inputs: list[Tensor]
    outputs: list[Tensor]

    @property
    def label(self) -> str:
        """For example `Gelu(approximate=tanh) float16 64x1024x1024`."""
        given = ", ".join(f"{k}={v}" for k, v in self.case.attributes.items())
        shapes = " ".join("x".join(map(str, t.shape)) for t in self.inputs)
        return f"{self.op.name}{f'({given})' if given else ''} {self.inputs[0].dtype} {shapes}"

    @property
    def node_attributes(self) -> dict[str, Any]:
        """The case's attributes, and those that say which inputs and outputs there are."""
        attributes = dict(self.case.attributes)
        for key, ports, tensors in (
            ("present_inputs", self.op.inputs, self.inputs),
            ("present_outputs", self.op.outputs, self.outputs),
        ):
            names = {tensor.name for tensor in tensors}
            present = [int(port.name in names) for port in ports]
            if not all(present):
                attributes[key] = present
        return attributes

    @property
    def bytes_to_move(self) -> int:
        """Every input read once, every output written once."""
        return sum(size_in_bytes(tensor) for tensor in (*self.inputs, *self.outputs))


def works(case: Case) -> Iterator[Work]:
    """The case in every row of its operator's types that differs in the tensors it has.

    Raises:
        Error: the inputs, attributes or types of the case are not the operator's.
    """
    op = find(case.operator)
    names = [port.name for port in op.inputs if port.name in case.inputs]
    unknown = [name for name in case.inputs if name not in names]
    if unknown:
        raise _core.Error(f"benchmark of {op.name}: it has no input {', '.join(unknown)}")
    shapes = [list(case.inputs[name]) for name in names]
    instance = op.make(**case.attributes)
    results = instance.shapes(shapes)
    used = case.outputs or [port.name for port in op.outputs]
    ports = [port.name for port in op.inputs]
    rows = [(dict(zip(ports, given)), outputs) for given, outputs in instance.rows]
    there = {by_name[names[0]] for by_name, _ in rows}
    if not there.issuperset(case.dtypes):
        expected = ", ".join(sorted(there))
        raise _core.Error(f"benchmark of {op.name}: expected {expected}, got {case.dtypes}")
    seen = set()
    for by_name, dtypes_out in rows:
        given = tuple(by_name[name] for name in names)
        if given in seen or (case.dtypes and given[0] not in case.dtypes):
            continue
        seen.add(given)
        yield Work(
            case,
            op,
            [Tensor(name, by_name[name], tuple(shape)) for name, shape in zip(names, shapes)],
            [
                Tensor(port.name, dtype, tuple(shape))
                for port, dtype, shape in zip(op.outputs, dtypes_out, results)
                if port.name in used
            ],
        )


def size_in_bytes(tensor: Tensor) -> int:
    """Of a tensor whose dimensions are all numbers."""
    return math.prod(int(d) for d in tensor.shape) * np.dtype(tensor.dtype).itemsize


def sets_to_rotate(bytes_per_set: int, cache: int, budget: int) -> int:
    """How many copies of a work's tensors it takes that none is found in the cache.

    Together they exceed four times the cache. At least two, at most 1024, within `budget` bytes.
    """
    wanted = 4 * cache // bytes_per_set + 1
    return max(1, min(max(2, wanted), 1024, budget // bytes_per_set))
