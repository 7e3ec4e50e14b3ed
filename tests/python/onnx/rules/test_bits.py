"""BitCast."""

from __future__ import annotations

import numpy as np
import onnx
import pytest

from support import adapting
from trtplugins.onnx import Refused, adapt


@pytest.mark.parametrize(
    ("given", "to"),
    [
        *(("float32", "int32"), ("int32", "float32"), ("float32", "uint32"), ("uint32", "float32")),
        *(("int8", "uint8"), ("uint8", "int8"), ("int16", "uint16"), ("uint16", "int16")),
        *(("int32", "uint32"), ("uint32", "int32"), ("bool", "uint8"), ("float32", "float32")),
    ],
)
def test_bits_stay(given: str, to: str, rng: np.random.Generator) -> None:
    size = np.dtype(given).itemsize
    x = rng.integers(0, 256, 4 * 6 * size, np.uint8)
    x = x.astype(bool).reshape(4, -1) if given == "bool" else x.view(given).reshape(4, -1)
    if given.startswith("float") or to.startswith("float"):
        x = rng.standard_normal(x.shape).astype("float32").view(given)  # no NaN: they are equal
    number = onnx.helper.np_dtype_to_tensor_dtype(np.dtype(to))
    adapting.same(
        adapting.model("BitCast", {"x": x}, opset=26, to=number), {"x": x}, expected=[x.view(to)]
    )


@pytest.mark.parametrize(
    ("given", "to"), [("int64", "float64"), ("float16", "int16"), ("uint8", "bool")]
)
def test_bits_that_are_not_there_are_refused(given: str, to: str) -> None:
    number = onnx.helper.np_dtype_to_tensor_dtype(np.dtype(to))
    with pytest.raises(Refused, match="TensorRT 8 does not have the bits of both"):
        adapt(adapting.model("BitCast", {"x": np.zeros(4, given)}, opset=26, to=number))
