"""Attributes from Python: kinds, defaults, checks, and what is said of a wrong one."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest

from support.numerics import example
from support.plugins import OPERATORS
from trtplugins import _core

BY_NAME = {op.name: op for op in OPERATORS}


@pytest.mark.parametrize("op", OPERATORS, ids=lambda op: op.name)
def test_defaults_are_those_declared(op: _core.Operator) -> None:
    declared = {a.name: a.default for a in op.attributes if a.default is not None}
    given = {a.name: example(op).attributes[a.name] for a in op.attributes if a.required}
    assert op.make(**given).attributes == {**declared, **given}
    assert op.make(**{**declared, **given}).attributes == {**declared, **given}


def test_defaults_of_onnx() -> None:
    assert BY_NAME["Gelu"].make().attributes == {"approximate": "none"}
    norm = BY_NAME["RMSNormalization"].make().attributes
    assert norm == {"axis": -1, "epsilon": pytest.approx(1e-5, rel=1e-6), "stash_type": 1}


@pytest.mark.parametrize(
    ("name", "attributes", "message"),
    [
        (
            "Gelu",
            {"approximate": "fast"},
            "Gelu: attribute 'approximate': expected one of 'none', 'tanh', got 'fast'",
        ),
        ("Gelu", {"approximate": 1}, "Gelu: attribute 'approximate': expected string, got 1"),
        ("Gelu", {"alpha": 1.0}, "Gelu: unknown attribute 'alpha'; expected approximate"),
        (
            "RMSNormalization",
            {"epsilon": -1.0},
            "attribute 'epsilon': expected a finite value >= 0, got -1",
        ),
        (
            "RMSNormalization",
            {"epsilon": math.inf},
            "attribute 'epsilon': expected a finite value >= 0, got inf",
        ),
        (
            "RMSNormalization",
            {"epsilon": math.nan},
            "attribute 'epsilon': expected a finite value >= 0, got nan",
        ),
        ("RMSNormalization", {"axis": 1.5}, "attribute 'axis': expected int, got 1.5"),
        (
            "RMSNormalization",
            {"stash_type": 10},
            "attribute 'stash_type': expected 1 (nothing else is supported), got 10",
        ),
        (
            "LReLU_TRT",
            {"negSlope": math.inf},
            "LReLU_TRT: attribute 'negSlope': expected a finite value, got inf",
        ),
    ],
)
def test_a_wrong_attribute_is_named(name: str, attributes: dict[str, Any], message: str) -> None:
    with pytest.raises(_core.Error, match=re.escape(message)):
        BY_NAME[name].make(**attributes)


def test_whole_numbers_are_floats_too() -> None:
    assert BY_NAME["RMSNormalization"].make(epsilon=1).attributes["epsilon"] == 1.0
