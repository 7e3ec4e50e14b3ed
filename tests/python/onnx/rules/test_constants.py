"""Constant nodes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting

VALUES = (
    ("value_int", 2**30 + 1),
    ("value_ints", [2**30 + 1, -3]),
    ("value_float", 0.1),
    ("value_floats", [0.1, 2.0]),
)


@pytest.mark.parametrize(("name", "value"), VALUES)
def test_become_tensors(name: str, value: Any) -> None:
    made = adapting.model("Constant", {}, **{name: value})
    adapting.same(made, {}, expected=[np.asarray(value, np.int64 if "int" in name else np.float32)])
    for node in adapting.adapt(made)[0].graph.node:
        assert [a.name for a in node.attribute] == ["value"]
