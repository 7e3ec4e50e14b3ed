"""QuantizeLinear: errors, and any scales, rounded as ONNX's reference does."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from support.models import build
from trtplugins import _core, reference
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model

QUANTIZE = find("QuantizeLinear")


@pytest.mark.parametrize(
    ("attributes", "x", "scale", "message"),
    [
        ({}, [2, 3], [4], "input 'y_scale': expected 1 or 3 numbers, got 4"),
        ({"axis": 2}, [2, 3], [3], "attribute 'axis': expected a value in [-2, 1]"),
        ({}, [2, 3], [2, 3], "input 'y_scale': expected at most 1 dimension as block_size is 0"),
        ({"block_size": 2}, [2, 4, 3], [2, 2], "input 'y_scale': expected 3 dimensions, got 2"),
    ],
)
def test_what_does_not_fit_is_named(
    attributes: dict[str, Any], x: list[int], scale: list[int], message: str
) -> None:
    with pytest.raises(_core.Error, match="^QuantizeLinear: " + re.escape(message)):
        QUANTIZE.make(**attributes).shapes([x, scale])


@pytest.mark.parametrize("dtype", [1, 17, 23, -1])
def test_types_that_int32_does_not_carry_are_refused(dtype: int) -> None:
    with pytest.raises(_core.Error, match=r"'output_dtype': expected 2 \(uint8\), 3 \(int8\)"):
        QUANTIZE.make(output_dtype=dtype)


@pytest.mark.gpu
@pytest.mark.parametrize("shape", [(7, 64, 40), (5, 33, 7)])
def test_any_scales_are_rounded_as_by_the_reference(
    shape: tuple[int, int, int], rng: np.random.Generator
) -> None:
    feeds = {
        "x": (rng.standard_normal(shape) * 50).astype(np.float32),
        "y_scale": rng.uniform(0.3, 0.7, shape[1]).astype(np.float32),
        "y_zero_point": rng.integers(-9, 9, shape[1]).astype(np.int32),
    }
    inputs = [Tensor(name, value.dtype.name, value.shape) for name, value in feeds.items()]
    model = operator_model(QUANTIZE, inputs, [Tensor("y", "int32", shape)], {"output_dtype": 3})
    expected = reference.run(model, feeds)["y"]
    assert len(np.unique(expected)) > 200
    np.testing.assert_array_equal(build(model)(**feeds), expected)
