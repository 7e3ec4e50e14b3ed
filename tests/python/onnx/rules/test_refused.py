"""What nobody does."""

from __future__ import annotations

import numpy as np
import onnx
import pytest

from support import adapting
from trtplugins.onnx.rules import refused


@pytest.mark.parametrize("rule", refused.RULES, ids=lambda rule: rule.op)
def test_operators_exist(rule: refused.Rule) -> None:
    assert onnx.defs.has(rule.op, rule.domain)


def test_by_the_reason() -> None:
    inputs = {"x": np.zeros(3, np.uint8)}
    assert "decodes no images" in adapting.refusal(adapting.model("ImageDecoder", inputs))
