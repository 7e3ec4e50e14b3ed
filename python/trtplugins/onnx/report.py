"""What became of a model: every node changed, and why; every node refused, and why."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

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
    """

    changes: list[Change] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"refused: {refusal}" for refusal in self.refusals]
        lines += [str(change) for change in self.changes]
        return "\n".join(lines) or "nothing to change"

    def to_json(self) -> str:
        """The report as a JSON object with the lists "changes" and "refusals"."""
        return json.dumps(asdict(self), indent=2)


class Refused(Error):
    """The model cannot be made right. `report` says which nodes and why."""

    def __init__(self, report: Report) -> None:
        super().__init__("\n".join(str(refusal) for refusal in report.refusals))
        self.report = report
