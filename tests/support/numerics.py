"""What an operator is compared with its reference on.

The file `numerics.py` in an operator's test folder holds `CASES`: tuples of attributes and of the
dimensions of each input, one letter per dimension ("abc" is any shape of rank 3; equal letters are
equal sizes, a digit is that size, an input that is missing is left out), and, where a node may use
fewer outputs than there are, of the names of those it uses. One engine is built per case and row of
types, its letters dynamic; shapes are drawn inside its profile. Further it may hold

    VALUES = {"indices": lambda draw: draw.integers(0, draw.size("a"))}   by input; see `Draw`
    TOLERANCE = {"float16": (rtol, atol)}    by type of output; say why
    LARGEST = 64                             of a letter, where the reference is slow
    ROWS = lambda attributes, row: ...       whether the case is one for these types
    FINITE_ONLY = True                       no NaN and infinities in the inputs; say why
    AS_GIVEN = True                          the reference gets the inputs in their own types
    NO_REFERENCE = True                      random results: its own test compares them
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Union

import numpy as np

import trtplugins as tp
from trtplugins import _core, reference
from trtplugins.single_node import Tensor, operator_model

# The largest size of a dimension, by how many different ones a case has: some 30,000 elements.
_LARGEST = {0: 1, 1: 40_000, 2: 200, 3: 33, 4: 14, 5: 8, 6: 6, 7: 5, 8: 4}

RTOL = {"float32": 1e-5, "float16": 2e-3}
# Below this a result may be the difference of larger ones, and a relative error means nothing.
ATOL = {"float32": 1e-6, "float16": 1e-6}

Array = np.ndarray[Any, Any]
Arrays = dict[str, Array]
Row = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass
class Draw:
    """How an input's values are drawn: what an entry of VALUES gets.

    Attributes:
        feeds: the inputs drawn before.
    """

    rng: np.random.Generator
    shape: list[int]
    dtype: str
    attributes: Mapping[str, Any]
    sizes: Mapping[str, int]
    feeds: Arrays = field(default_factory=dict)

    def size(self, letter: str) -> int:
        """The size that the dimensions of this letter have."""
        return self.sizes[letter]

    def integers(self, low: int, high: int) -> Array:
        """Integers in [low, high)."""
        return self.rng.integers(low, max(high, low + 1), self.shape)

    def normal(self, scale: float = 1.0) -> Array:
        return self.rng.standard_normal(self.shape) * scale

    def uniform(self, low: float, high: float) -> Array:
        return self.rng.uniform(low, high, self.shape)

    def booleans(self) -> Array:
        return self.rng.random(self.shape) < 0.5

    def default(self) -> Array:
        """Normal numbers of random magnitude; small integers; coin flips."""
        if self.dtype == "bool":
            return self.booleans()
        if "int" in self.dtype:
            return self.integers(-100 if self.dtype[0] == "i" else 0, 100)
        return self.normal(10 ** self.rng.uniform(-2, 1))


@dataclass(frozen=True)
class Case:
    """An operator with attributes, in one row of its types, on inputs of these dimensions."""

    op: _core.Operator
    attributes: Mapping[str, Any]
    dims: Mapping[str, str]
    used: tuple[str, ...]  # the outputs
    row: Row
    spec: ModuleType

    @property
    def id(self) -> str:
        given = ",".join(f"{key}={value}" for key, value in self.attributes.items())
        shapes = ",".join(f"{name}:{dims}" for name, dims in self.dims.items())
        dtypes = [self._dtype(name) for name in self.dims]
        types = dtypes[0] if len({*dtypes}) == 1 else ",".join(dtypes)
        return f"{self.op.name}-{types}-{given}-{shapes}-{','.join(self.used)}".replace(" ", "")

    @property
    def largest(self) -> int:
        usual = _LARGEST[len(self._letters())]
        return min(usual, getattr(self.spec, "LARGEST", usual))

    @property
    def finite_only(self) -> bool:
        return getattr(self.spec, "FINITE_ONLY", False) or not self._dtype(
            next(iter(self.dims))
        ).startswith("float")

    def input_floats(self) -> set[str]:
        """The types of those inputs that are floats."""
        return {t for t in map(self._dtype, self.dims) if t.startswith("float")}

    def tolerance(self, output: str) -> tuple[float, float]:
        """Relative and absolute, of an output."""
        dtype = self.output_types()[output]
        given: dict[str, tuple[float, float]] = getattr(self.spec, "TOLERANCE", {})
        return given.get(dtype, (RTOL.get(dtype, 0), ATOL.get(dtype, 0)))

    def output_types(self) -> dict[str, str]:
        """The types of the outputs that are used."""
        types = dict(zip((port.name for port in self.op.outputs), self.row[1]))
        return {name: types[name] for name in self.used}

    def node_attributes(self) -> dict[str, Any]:
        """The case's attributes, and those that say which inputs and outputs there are."""
        out = dict(self.attributes)
        present = [port.name in self.dims for port in self.op.inputs]
        while not present[-1]:
            present.pop()
        if not all(present):
            out["present_inputs"] = [int(p) for p in present]
        if len(self.used) < len(self.op.outputs):
            out["present_outputs"] = [int(port.name in self.used) for port in self.op.outputs]
        return out

    def model(self, widen: bool = False) -> Any:
        """The ONNX model of the operator alone; with `widen` every float is a float64."""
        typed = _widened if widen else str
        ranks = self.output_shapes(self.shapes(8))
        inputs = [
            Tensor(name, typed(self._dtype(name)), [int(d) if d.isdigit() else d for d in dims])
            for name, dims in self.dims.items()
        ]
        # Outputs' shapes are left to TensorRT.
        outputs = [
            Tensor(name, typed(dtype), [f"{name}{i}" for i in range(len(ranks[name]))])
            for name, dtype in self.output_types().items()
        ]
        return operator_model(self.op, inputs, outputs, self.node_attributes())

    def shapes(self, sizes: Union[int, Mapping[str, int]]) -> dict[str, list[int]]:
        """The inputs' shapes with these sizes of its letters."""
        by_letter = dict.fromkeys(self._letters(), sizes) if isinstance(sizes, int) else sizes
        return {
            name: [int(d) if d.isdigit() else by_letter[d] for d in dims]
            for name, dims in self.dims.items()
        }

    def output_shapes(self, shapes: Mapping[str, list[int]]) -> dict[str, list[int]]:
        """The shapes of the outputs that are used, as the declaration has them."""
        found = self.op.make(**self.attributes).shapes(
            [shapes.get(port.name) for port in self.op.inputs]
        )
        by_name = dict(zip((port.name for port in self.op.outputs), found))
        return {name: list(by_name[name]) for name in self.used}

    def profile(self, smallest: int = 1) -> dict[str, list[tuple[int, ...]]]:
        """Minimal, optimal and maximal shape of every input."""
        sizes = (smallest, max(1, self.largest // 2), self.largest)
        return {name: [tuple(self.shapes(size)[name]) for size in sizes] for name in self.dims}

    def draw(self, rng: np.random.Generator, size: int | None = None) -> Arrays:
        """Inputs of a random shape (every letter `size`, if given) and random magnitude."""
        sizes = {d: self._size(rng) if size is None else size for d in self._letters()}
        values: dict[str, Callable[[Draw], Array]] = getattr(self.spec, "VALUES", {})
        draw = Draw(rng, [], "", self.attributes, sizes)
        for name, shape in self.shapes(sizes).items():
            draw.shape, draw.dtype = shape, self._dtype(name)
            drawn = np.asarray(values.get(name, Draw.default)(draw))
            draw.feeds[name] = drawn.astype(draw.dtype).reshape(shape)
        return draw.feeds

    def expected(self, feeds: Arrays) -> Arrays:
        """By the reference in float64, so that its own rounding does not count."""
        if getattr(self.spec, "AS_GIVEN", False):
            return reference.run(self.model(), feeds)
        wide = {name: value.astype(_widened(value.dtype.name)) for name, value in feeds.items()}
        with np.errstate(all="ignore"):  # NaN and infinities may be what is asked for
            return reference.run(self.model(widen=True), wide)

    def assert_close(self, got: Arrays, expected: Arrays, what: str) -> None:
        for name, dtype in self.output_types().items():
            assert got[name].dtype == dtype
            rtol, atol = self.tolerance(name)
            with np.errstate(over="ignore"):
                wanted = expected[name].astype(dtype)
            np.testing.assert_allclose(
                got[name].astype(np.float64),
                wanted.astype(np.float64),
                rtol=rtol,
                atol=atol,
                err_msg=f"{self.id} {name} {what}",
            )

    def _dtype(self, name: str) -> str:
        return self.row[0][[port.name for port in self.op.inputs].index(name)]

    def _letters(self) -> list[str]:
        return sorted({d for dims in self.dims.values() for d in dims if not d.isdigit()})

    def _size(self, rng: np.random.Generator) -> int:
        """Small, odd and vector-sized dimensions as often as large ones."""
        size = round(math.pow(self.largest, rng.random()))
        return max(1, size // 8 * 8) if rng.random() < 0.3 else size


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case of every operator, in every row of its types.

    Raises:
        LookupError: an operator has no numerics.py.
    """
    return tuple(case for op in tp.ops() for case in _cases(op))


def example(op: _core.Operator) -> Case:
    """An operator's first case in its first row of types."""
    return next(_cases(op))


def _cases(op: _core.Operator) -> Iterator[Case]:
    spec = _specs().get(op.name)
    if spec is None:
        raise LookupError(f"{op.name} has no tests/plugins/<folder>/numerics.py")
    admitted: Callable[..., bool] = getattr(spec, "ROWS", lambda attributes, row: True)
    everything = [port.name for port in op.outputs]
    for attributes, dims, *used in spec.CASES:
        seen = set()
        for row in op.make(**attributes).rows:
            # Rows that differ in inputs that are left out are the same one.
            types = tuple(t for port, t in zip(op.inputs, row[0]) if port.name in dims)
            if types not in seen and admitted(attributes, row):
                seen.add(types)
                yield Case(op, attributes, dims, tuple(*used or [everything]), row, spec)


def _widened(dtype: str) -> str:
    return "float64" if dtype.startswith("float") else dtype


@cache
def _specs() -> dict[str, ModuleType]:
    folder = Path(__file__).parents[1] / "plugins"
    modules = [_imported(path) for path in sorted(folder.glob("*/*numerics.py"))]
    return {module.OPERATOR: module for module in modules}


def _imported(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"{path.stem}_of_{path.parent.name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
