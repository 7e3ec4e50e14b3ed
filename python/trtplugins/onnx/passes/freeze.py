"""Inputs whose values are given become constants."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx_ir as ir

from trtplugins._core import Error
from trtplugins.onnx.context import Context


def run(model: ir.Model, context: Context) -> None:
    """Replace graph inputs by initializers.

    Raises:
        Error: there is no such input, or the value has another type or shape.
    """
    inputs = {str(value.name): value for value in model.graph.inputs}
    for name, given in context.freeze.items():
        value = inputs.get(name)
        if value is None:
            known = ", ".join(inputs)
            raise Error(f"freeze: the model has no input '{name}'; its inputs: {known}")
        array = _fitting(value, given)
        tensor = ir.tensor(array, name=name)
        model.graph.inputs.remove(value)
        value.const_value = tensor
        value.shape = ir.Shape(array.shape)
        model.graph.register_initializer(value)
        context.changed(f"input '{name}'", "frozen", "its value was given")


def _fitting(value: ir.Value, array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    what = f"freeze: input '{value.name}'"
    if value.dtype is not None:
        wanted = value.dtype.numpy()
        if array.dtype != wanted:
            converted = array.astype(wanted)
            if not np.array_equal(converted, array):
                raise Error(f"{what}: expected {wanted}, got {array.dtype} {array.tolist()}")
            array = converted
    if value.shape is not None:
        if array.size == 1:
            array = array.reshape([1] * len(value.shape))
        dims: list[Any] = list(value.shape)
        fits = len(dims) == array.ndim and all(
            not isinstance(d, int) or d == n for d, n in zip(dims, array.shape)
        )
        if not fits:
            raise Error(f"{what}: expected shape {value.shape}, got {array.shape}")
    return array
