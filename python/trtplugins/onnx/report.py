"""What became of a model: every node changed, and why; every node refused, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from trtplugins._core import Error
from trtplugins.onnx.carried import cast

Arrays = dict[str, np.ndarray[Any, Any]]


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


@dataclass(frozen=True)
class Port:
    """An input or output of the graph.

    Attributes:
        old: its element type in the model given, by numpy's name.
        new: its element type in the adapted model.
        engine: its element type in TensorRT's engine, which has int32 only.
        frozen: whether it became a constant; the adapted model does not have it then.
    """

    old: str
    new: str
    engine: str
    frozen: bool = False


@dataclass
class Report:
    """All that `adapt` has to say of a model.

    Attributes:
        changes: in the order they were made; empty if nothing needed to be changed.
        refusals: empty if the model was adapted.
        inputs: the graph inputs of the model given, by name.
        outputs: its graph outputs.
    """

    changes: list[Change] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    inputs: dict[str, Port] = field(default_factory=dict)
    outputs: dict[str, Port] = field(default_factory=dict)

    def __str__(self) -> str:
        lines = [f"refused: {refusal}" for refusal in self.refusals]
        lines += [str(change) for change in self.changes]
        return "\n".join(lines) or "nothing to change"

    def feeds(self, arrays: Mapping[str, npt.ArrayLike], *, engine: bool = False) -> Arrays:
        """Inputs of the model given as inputs of the adapted one, without those that are frozen.

        Args:
            arrays: by name; names that the model does not have are kept.
            engine: for TensorRT's engine instead of the adapted model.

        Raises:
            Error: a 64-bit integer does not fit into the engine's 32 bits.
        """
        fed = {}
        for name, given in arrays.items():
            array, port = np.asarray(given), self.inputs.get(name)
            if port is None:
                fed[name] = array
            elif not port.frozen:
                to = port.engine if engine else port.new
                _check_range(name, array, to)
                fed[name] = cast(array, to)
        return fed

    def results(self, arrays: Mapping[str, npt.ArrayLike]) -> Arrays:
        """Outputs of the adapted model, or of its engine, as those of the model given."""
        return {
            name: cast(given, self.outputs[name].old) if name in self.outputs else np.asarray(given)
            for name, given in arrays.items()
        }

    def to_json(self) -> str:
        """As a JSON object: lists "changes" and "refusals", and by name "inputs" and "outputs"."""
        return json.dumps(asdict(self), indent=2)


def _check_range(name: str, array: np.ndarray[Any, Any], to: str) -> None:
    if to != "int32" or array.dtype.kind not in "iu" or array.dtype.itemsize < 8 or not array.size:
        return
    limits = np.iinfo(np.int32)
    low, high = array.min(), array.max()
    if low < limits.min or high > limits.max:
        wrong = low if low < limits.min else high
        raise Error(f"input '{name}': {wrong} does not fit into int32, which TensorRT 8 has only")


class Refused(Error):
    """The model cannot be made right. `report` says which nodes and why."""

    def __init__(self, report: Report) -> None:
        super().__init__("\n".join(str(refusal) for refusal in report.refusals))
        self.report = report
