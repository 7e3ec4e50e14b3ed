"""What the passes over one model share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Union

import numpy as np
import onnx_ir as ir

from trtplugins.onnx.report import Change, Refusal, Report


@dataclass
class Context:
    """The caller's wishes and the report.

    Attributes:
        freeze: values of graph inputs that become constants.
        report: what was done so far.
        expand: lets ONNX's function body take a node's place; whether there is one.
    """

    freeze: Mapping[str, np.ndarray[Any, Any]] = field(default_factory=dict)
    report: Report = field(default_factory=Report)
    expand: Callable[[ir.Node], bool] = field(default=lambda node: False)

    def changed(self, what: Union[ir.Node, str], how: str, why: str) -> None:
        self.report.changes.append(Change(named(what), how, why))

    def refuse(self, what: Union[ir.Node, str], why: str) -> None:
        """Say that something cannot be made right; of several reasons the first counts."""
        refusal = Refusal(named(what), why)
        if refusal.what not in {known.what for known in self.report.refusals}:
            self.report.refusals.append(refusal)


def named(what: Union[ir.Node, str]) -> str:
    """The words for a node in reports: its name, or that of its first output, and its operator."""
    if isinstance(what, str):
        return what
    outputs = [value.name for value in what.outputs if value.name]
    name = what.name or (f"node of {outputs[0]}" if outputs else "unnamed node")
    return f"{name} ({what.op_type})"
