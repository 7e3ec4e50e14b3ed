"""What became of a model: every node changed, and why; every node refused, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from trtplugins._core import Error


@dataclass(frozen=True)
class Change:
    """A node, input or output that is not what it was.

    Attributes:
        what: "node_of_y (ReduceMax)", "input 'x'".
        how: what was done: "axes moved from an input to an attribute".
        why: what TensorRT does otherwise.
    """

    what: str
    how: str
    why: str

    def __str__(self) -> str:
        return f"{self.what}: {self.how}: {self.why}"


@dataclass(frozen=True)
class Refusal:
    """A node that TensorRT would refuse, get wrong or crash on, and that nothing here mends."""

    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.what}: {self.why}"


@dataclass
class Report:
    """All that `adapt` has to say of a model.

    Attributes:
        changes: in the order they were made.
        refusals: empty if the model was adapted.
        inputs: graph inputs that have another element type now: name to (old, new).
        outputs: the same of graph outputs.
    """

    changes: list[Change] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    inputs: dict[str, tuple[str, str]] = field(default_factory=dict)
    outputs: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __str__(self) -> str:
        lines = [f"refused: {refusal}" for refusal in self.refusals]
        lines += [str(change) for change in self.changes]
        return "\n".join(lines) or "nothing to change"

    def feeds(self, arrays: Mapping[str, npt.ArrayLike]) -> dict[str, np.ndarray[Any, Any]]:
        """Inputs of the original model as inputs of the adapted one."""
        given = {name: np.asarray(array) for name, array in arrays.items()}
        return {
            name: _cast(array, self.inputs[name][1]) if name in self.inputs else array
            for name, array in given.items()
        }

    def results(self, arrays: Mapping[str, npt.ArrayLike]) -> dict[str, np.ndarray[Any, Any]]:
        """Outputs of the adapted model as those of the original one."""
        made = {name: np.asarray(array) for name, array in arrays.items()}
        return {
            name: _cast(array, self.outputs[name][0]) if name in self.outputs else array
            for name, array in made.items()
        }

    def to_json(self) -> str:
        """The report as a JSON object, with a member for each attribute."""
        return json.dumps(asdict(self), indent=2)


def _cast(array: np.ndarray[Any, Any], dtype: str) -> np.ndarray[Any, Any]:
    if {str(array.dtype), dtype} == {"int32", "uint32"}:
        return array.view(dtype)
    return array.astype(dtype)


class Refused(Error):
    """The model cannot be made right. `report` says which nodes and why."""

    def __init__(self, report: Report) -> None:
        super().__init__("\n".join(str(refusal) for refusal in report.refusals))
        self.report = report
