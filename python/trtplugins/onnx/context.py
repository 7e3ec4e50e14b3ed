"""What the passes over one model share."""

from __future__ import annotations

from collections.abc import Mapping
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
    """

    freeze: Mapping[str, np.ndarray[Any, Any]] = field(default_factory=dict)
    report: Report = field(default_factory=Report)

    def changed(self, what: Union[ir.Node, str], how: str, why: str) -> None:
        self.report.changes.append(Change(named(what), how, why))

    def carried(self, kind: str, name: str, old: ir.DataType, new: ir.DataType, why: str) -> None:
        """An input or output of the graph has another type now."""
        types = self.report.inputs if kind == "input" else self.report.outputs
        types[name] = (_numpy_name(old), _numpy_name(new))
        self.changed(f"{kind} '{name}'", f"carried in {_numpy_name(new)}", why)

    def refuse(self, what: Union[ir.Node, str], why: str) -> None:
        name = named(what)
        if all(refusal.what != name for refusal in self.report.refusals):
            self.report.refusals.append(Refusal(name, why))


def named(what: Union[ir.Node, str]) -> str:
    """The words for a node in reports: its name, or that of its first output, and its operator."""
    if isinstance(what, str):
        return what
    outputs = [value.name for value in what.outputs if value.name]
    return (
        f"{what.name or (f'node of {outputs[0]}' if outputs else 'unnamed node')} ({what.op_type})"
    )


def _numpy_name(dtype: ir.DataType) -> str:
    return str(dtype.numpy())
