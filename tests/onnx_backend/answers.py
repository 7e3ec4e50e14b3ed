"""Whether results are what a test expects. Needs NumPy only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

# float16 results are of a computation in float16 or float32, in whatever order.
FLOAT16 = 5e-3


@dataclass(frozen=True)
class Answer:
    """What a test expects.

    Attributes:
        outputs: every output by name.
        rtol: relative tolerance.
        atol: absolute tolerance.
        alternatives: of random results, what each element may be: over all outputs, that of one of
            these. Empty: the outputs are the only answer.
    """

    outputs: Mapping[str, Array]
    rtol: float
    atol: float
    alternatives: Sequence[Mapping[str, Array]] = field(default_factory=tuple)

    def difference(self, got: Mapping[str, Array]) -> str:
        """What is wrong with the results, in a line; empty if nothing is."""
        for name, expected in self.outputs.items():
            if name not in got:
                return f"{name}: no such output; got {', '.join(got)}"
            if got[name].shape != expected.shape:
                return f"{name}: shape {got[name].shape} not {expected.shape}"
            if got[name].dtype != expected.dtype:
                return f"{name}: {got[name].dtype} not {expected.dtype}"
        if self.alternatives:
            return self._random(got)
        for name, expected in self.outputs.items():
            close = self._close(got[name], expected)
            if not close.all():
                return f"{name}: {_amount(close, got[name], expected)}"
        return ""

    def _random(self, got: Mapping[str, Array]) -> str:
        fits = [
            np.logical_and.reduce([self._close(got[name], each[name]) for name in self.outputs])
            for each in self.alternatives
        ]
        admissible = np.logical_or.reduce(fits)
        wrong = int((~admissible).sum())
        return f"{wrong} of {admissible.size} elements are not admissible" if wrong else ""

    def _close(self, got: Array, expected: Array) -> Array:
        if expected.dtype.kind not in "fc":
            return np.asarray(got == expected)
        half = expected.dtype == np.float16
        return np.isclose(
            got.astype(np.float64),
            expected.astype(np.float64),
            rtol=max(self.rtol, FLOAT16 if half else 0),
            atol=max(self.atol, 1e-3 if half else 0),
            equal_nan=True,
        )


def _amount(close: Array, got: Array, expected: Array) -> str:
    line = f"{int((~close).sum())} of {close.size} differ"
    if expected.dtype.kind != "f":
        return line
    error = np.abs(got.astype(np.float64) - expected.astype(np.float64))[~close]
    return f"{line}, by {np.nanmax(error):.1e}" if np.isfinite(error).any() else line
