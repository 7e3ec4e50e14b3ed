"""What `trtplugins run` says of outputs: their statistics, and how far they are from others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from rich.table import Table

from trtplugins._core import Error

Array = np.ndarray[Any, Any]


class Difference(NamedTuple):
    """Of one output: the largest absolute and relative difference, and whether it is tolerated."""

    name: str
    absolute: float
    relative: float
    within: bool


def summary(outputs: Mapping[str, Array]) -> Table:
    """Name, type, shape and range of each output."""
    table = Table()
    for column in ("output", "dtype", "shape", "min", "max", "mean", "not finite"):
        table.add_column(column, no_wrap=True)
    for name, array in outputs.items():
        values = array.astype(np.float64)
        finite = values[np.isfinite(values)]
        numbers = [finite.min(), finite.max(), finite.mean()] if finite.size else []
        cells = [f"{number:.6g}" for number in numbers] or ["-"] * 3
        shape = "x".join(map(str, array.shape)) or "scalar"
        table.add_row(name, str(array.dtype), shape, *cells, str(values.size - finite.size))
    return table


def compare(
    got: Mapping[str, Array], expected: Mapping[str, Array], *, rtol: float, atol: float
) -> list[Difference]:
    """Compare outputs by name, as `numpy.allclose` does.

    Raises:
        Error: an output is missing on either side, or the shapes differ.
    """
    if set(got) != set(expected):
        raise Error(f"outputs to compare: got {sorted(got)}, expected {sorted(expected)}")
    return [_difference(name, got[name], expected[name], rtol, atol) for name in got]


def comparison(differences: list[Difference], other: str) -> Table:
    """The differences as a table."""
    table = Table(title=f"difference from {other}")
    for column in ("output", "largest absolute", "largest relative", "within tolerance"):
        table.add_column(column, no_wrap=True)
    for d in differences:
        table.add_row(d.name, f"{d.absolute:.3g}", f"{d.relative:.3g}", "yes" if d.within else "NO")
    return table


def _difference(name: str, got: Array, expected: Array, rtol: float, atol: float) -> Difference:
    if got.shape != expected.shape:
        raise Error(f"output {name!r}: got the shape {got.shape}, expected {expected.shape}")
    a, b = got.astype(np.float64), expected.astype(np.float64)
    absolute = np.abs(a - b)
    relative = absolute / np.maximum(np.abs(b), np.finfo(np.float32).tiny)
    within = bool(np.allclose(a, b, rtol=rtol, atol=atol, equal_nan=True))
    return Difference(name, float(absolute.max(initial=0)), float(relative.max(initial=0)), within)
