"""What an operator is compared with its reference on.

The file `numerics.py` in an operator's test folder holds `CASES`: pairs of attributes and of the
dimensions of each input, one letter per dimension ("abc" is any shape of rank 3; equal letters are
equal sizes, the digit 1 is the size 1). One engine is built per case and type, its letters dynamic;
shapes are drawn inside its profile.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import trtplugins as tp
from trtplugins import _core, reference
from trtplugins.single_node import Tensor, operator_model

# The largest size of a dimension, by how many different ones a case has: some 30,000 elements.
_LARGEST = {0: 1, 1: 40_000, 2: 200, 3: 33, 4: 14, 5: 8, 6: 6}

Arrays = dict[str, np.ndarray[Any, Any]]
Row = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Case:
    """An operator with attributes, in one row of its types, on inputs of these dimensions."""

    op: _core.Operator
    attributes: Mapping[str, Any]
    dims: Mapping[str, str]
    row: Row

    @property
    def id(self) -> str:
        given = ",".join(f"{key}={value}" for key, value in self.attributes.items())
        shapes = ",".join(self.dims.values())
        return f"{self.op.name}-{self.row[0][0]}-{given}-{shapes}"

    @property
    def largest(self) -> int:
        return _LARGEST[len(self._letters())]

    def model(self, row: Row | None = None) -> Any:
        """The ONNX model of the operator alone, in this row of types or another."""
        dtypes_in, dtypes_out = row or self.row
        by_name = dict(zip((port.name for port in self.op.inputs), dtypes_in))
        inputs = [
            Tensor(name, by_name[name], [int(d) if d.isdigit() else d for d in dims])
            for name, dims in self.dims.items()
        ]
        # Outputs' shapes are left to TensorRT.
        ranks = self.op.make(**self.attributes).shapes([[1] * len(d) for d in self.dims.values()])
        outputs = [
            Tensor(port.name, dtype, [f"{port.name}{i}" for i in range(len(shape))])
            for port, dtype, shape in zip(self.op.outputs, dtypes_out, ranks)
        ]
        return operator_model(self.op, inputs, outputs, self.attributes)

    def profile(self, smallest: int = 1) -> dict[str, list[tuple[int, ...]]]:
        """Minimal, optimal and maximal shape of every input."""
        sizes = (smallest, max(1, self.largest // 2), self.largest)
        return {
            name: [tuple(int(d) if d.isdigit() else size for d in dims) for size in sizes]
            for name, dims in self.dims.items()
        }

    def draw(self, rng: np.random.Generator, size: int | None = None) -> Arrays:
        """Inputs of a random shape (every letter `size`, if given) and random magnitude."""
        sizes = {d: self._size(rng) if size is None else size for d in self._letters()}
        feeds = {}
        for name, dims in self.dims.items():
            shape = [int(d) if d.isdigit() else sizes[d] for d in dims]
            values = rng.standard_normal(shape) * 10 ** rng.uniform(-2, 1)
            feeds[name] = values.astype(self._dtype(name))
        return feeds

    def expected(self, feeds: Arrays) -> Arrays:
        """By the reference in float64, so that its own rounding does not count."""
        inputs, outputs = (tuple(_widened(dtype) for dtype in side) for side in self.row)
        wide = {name: value.astype(_widened(value.dtype.name)) for name, value in feeds.items()}
        return reference.run(self.model((inputs, outputs)), wide)

    def _dtype(self, name: str) -> str:
        return self.row[0][[port.name for port in self.op.inputs].index(name)]

    def _letters(self) -> list[str]:
        return sorted({d for dims in self.dims.values() for d in dims if not d.isdigit()})

    def _size(self, rng: np.random.Generator) -> int:
        """Small, odd and vector-sized dimensions as often as large ones."""
        size = round(math.pow(self.largest, rng.random()))
        return max(1, size // 8 * 8) if rng.random() < 0.3 else size


def all_cases() -> Iterator[Case]:
    """Every case of every operator, in every row of its types.

    Raises:
        LookupError: an operator has no numerics.py.
    """
    found = {name: entries for folder in _folders() for name, entries in _read(folder)}
    for op in tp.ops():
        if op.name not in found:
            raise LookupError(f"{op.name} has no tests/plugins/<folder>/numerics.py")
        for attributes, dims in found[op.name]:
            for row in op.rows:
                yield Case(op, attributes, dims, row)


def _widened(dtype: str) -> str:
    return "float64" if dtype.startswith("float") else dtype


def _folders() -> list[Path]:
    return sorted(
        path.parent for path in (Path(__file__).parents[1] / "plugins").glob("*/numerics.py")
    )


def _read(folder: Path) -> Iterator[tuple[str, Any]]:
    spec = importlib.util.spec_from_file_location(
        f"numerics_of_{folder.name}", folder / "numerics.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module.OPERATOR, module.CASES
