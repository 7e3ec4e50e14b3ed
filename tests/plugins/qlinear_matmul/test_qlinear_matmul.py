"""QLinearMatMul: any scales, rounded as ONNX's reference does, and its attribute."""

from __future__ import annotations

import numpy as np
import pytest

from support.models import build
from trtplugins import _core, reference
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model

QLINEAR = find("QLinearMatMul")


def test_type_of_the_output_has_eight_bits() -> None:
    with pytest.raises(_core.Error, match=r"'output_dtype': expected 2 \(uint8\) or 3 \(int8\)"):
        QLINEAR.make(output_dtype=6)


@pytest.mark.gpu
@pytest.mark.parametrize("output_dtype", [2, 3])
def test_any_scales_are_rounded_as_by_the_reference(
    output_dtype: int, rng: np.random.Generator
) -> None:
    m, k, n = 300, 200, 500
    feeds = {
        "a": rng.integers(0, 256, (m, k)).astype(np.int32),
        "a_scale": rng.uniform(0.01, 0.02, (m, 1)).astype(np.float32),
        "a_zero_point": rng.integers(100, 150, (m, 1)).astype(np.int32),
        "b": rng.integers(-128, 128, (k, n)).astype(np.int32),
        "b_scale": rng.uniform(0.01, 0.02, n).astype(np.float32),
        "b_zero_point": rng.integers(-5, 5, n).astype(np.int32),
        "y_scale": np.array([0.217], np.float32),
        "y_zero_point": np.array([17], np.int32),
    }
    inputs = [Tensor(name, value.dtype.name, value.shape) for name, value in feeds.items()]
    outputs = [Tensor("y", "int32", (m, n))]
    model = operator_model(QLINEAR, inputs, outputs, {"output_dtype": output_dtype})
    expected = reference.run(model, feeds)["y"]
    assert len(np.unique(expected)) > 200
    np.testing.assert_array_equal(build(model)(**feeds), expected)
