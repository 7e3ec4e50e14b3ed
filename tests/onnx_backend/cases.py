"""ONNX's own node tests: those whose inputs and outputs numpy can hold.

Left out are the `_expanded` twins, which run a function body that the reference computes, and tests
on strings, sequences, optionals without a value, and float types that numpy does not have.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import onnx
from onnx.backend.test.loader import load_model_tests

Arrays = dict[str, np.ndarray[Any, Any]]

_DTYPES = {
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64"),
}


@dataclass(frozen=True)
class Case:
    """One test.

    Attributes:
        op: the operator it is of.
        feeds: every input by name.
        expected: every output by name.
        rtol: relative tolerance, the package's.
        atol: absolute tolerance, the package's.
    """

    name: str
    op: str
    model: onnx.ModelProto
    feeds: Arrays
    expected: Arrays
    rtol: float
    atol: float


@cache
def cases() -> dict[str, Case]:
    """All tests by name."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # of the package's own making
        found = load_model_tests(kind="node")
    selected = {}
    for test in found:
        if "_expanded" in test.name:
            continue
        ((inputs, outputs),) = test.data_sets
        if all(_holds(array) for array in [*inputs, *outputs]):
            graph = test.model.graph
            selected[test.name] = Case(
                test.name.removeprefix("test_"),
                graph.node[-1].op_type,
                test.model,
                _named(graph.input, inputs),
                _named(graph.output, outputs),
                test.rtol,
                test.atol,
            )
    return {case.name: case for case in selected.values()}


def _holds(array: Any) -> bool:
    if array is None or isinstance(array, (list, tuple, dict)):
        return False
    return np.asarray(array).dtype.name in _DTYPES


def _named(values: Any, arrays: Any) -> Arrays:
    return {value.name: np.asarray(array) for value, array in zip(values, arrays)}
