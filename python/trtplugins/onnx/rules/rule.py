"""The form of a rule: of which operator, when, what is done, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Optional

import onnx_ir as ir

from trtplugins.onnx.context import Context

# Whether the rule applies to a node, given the opset of the node's domain.
Condition = Callable[[ir.Node, int], bool]

# Changes the graph around a node, or refuses it. Returns how, in words ("k moved to an attribute"),
# or None if it was refused.
Action = Callable[[ir.Node, int, Context], Optional[str]]


def always(node: ir.Node, opset: int) -> bool:
    """The condition of a rule for every node of its operator."""
    return True


@dataclass(frozen=True)
class Rule:
    """One row of the table.

    Attributes:
        op: ONNX's name of the operator (domain "" or "ai.onnx", unless `domain` says otherwise).
        when: the attribute values, ranks, types that it is about.
        act: rewrites the node, sends it to a plugin, or refuses it.
        why: what TensorRT does with such a node, as measured: "TensorRT 8.6 ignores the reduction".
        early: whether it goes by element types that are carried in others afterwards.
    """

    op: str
    when: Condition
    act: Action
    why: str
    domain: str = ""
    early: bool = False
