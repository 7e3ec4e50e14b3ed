"""Whether results are what a test expects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np

Array = np.ndarray[Any, Any]

# float16 results are of a computation in float16 or float32, in whatever order.
FLOAT16 = 5e-3


class Expectation(Protocol):
    """What a case has of this: both `Case` and `Prepared`."""

    @property
    def expected(self) -> Mapping[str, Array]: ...
    @property
    def rtol(self) -> float: ...
    @property
    def atol(self) -> float: ...
    @property
    def random(self) -> bool: ...


def difference(case: Expectation, got: Mapping[str, Array]) -> str:
    """What is wrong with the results, in a line; empty if nothing is."""
    for name, expected in case.expected.items():
        problem = _difference(case, got[name], expected)
        if problem:
            return f"{name}: {problem}"
    return ""


def _difference(case: Expectation, got: Array, expected: Array) -> str:
    if got.shape != expected.shape:
        return f"shape {got.shape} not {expected.shape}"
    if got.dtype != expected.dtype:
        return f"{got.dtype} not {expected.dtype}"
    if case.random:
        return ""
    if expected.dtype.kind != "f":
        wrong = int((got != expected).sum())
        return f"{wrong} of {expected.size} differ" if wrong else ""
    half = expected.dtype == np.float16
    rtol, atol = max(case.rtol, FLOAT16 if half else 0), max(case.atol, 1e-3 if half else 0)
    close = np.isclose(
        got.astype(np.float64), expected.astype(np.float64), rtol=rtol, atol=atol, equal_nan=True
    )
    return f"{int((~close).sum())} of {expected.size} differ" if not close.all() else ""
