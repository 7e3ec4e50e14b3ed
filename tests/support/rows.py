"""Normalisation of rows by its definition, in float64."""

from __future__ import annotations

from typing import Any

import numpy as np

import trtplugins as tp
from support.models import build
from trtplugins import _core
from trtplugins.single_node import Tensor, operator_model

Array = np.ndarray[Any, Any]


def normalized(x: Array, axes: tuple[int, ...], epsilon: float = 1e-5) -> tuple[Array, ...]:
    """Without the mean and over the standard deviation; the mean; 1 / standard deviation."""
    wide = x.astype(np.float64)
    mean = wide.mean(axes, keepdims=True)
    inverse = 1 / np.sqrt(((wide - mean) ** 2).mean(axes, keepdims=True) + epsilon)
    return (wide - mean) * inverse, mean, inverse


def engine_of(op: _core.Operator, feeds: dict[str, Array], **attributes: Any) -> tp.Engine:
    """An engine of the operator alone, for inputs of these shapes."""
    inputs = [Tensor(name, value.dtype.name, value.shape) for name, value in feeds.items()]
    row = next(r for r in op.rows if r[0][0] == inputs[0].dtype)
    shapes = op.make(**attributes).shapes([list(t.shape) for t in inputs])
    outputs = [
        Tensor(port.name, dtype, tuple(shape))
        for port, dtype, shape in zip(op.outputs, row[1], shapes)
    ]
    half = inputs[0].dtype == "float16"
    return build(
        operator_model(op, inputs, outputs, attributes), precision="fp16" if half else "fp32"
    )


def assert_close(got: Array, expected: Array) -> None:
    rtol = 2e-3 if got.dtype == np.float16 else 1e-5
    np.testing.assert_allclose(got.astype(np.float64), expected, rtol=rtol, atol=1e-6)
