"""Small models that several tests use."""

from __future__ import annotations

import onnx

from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model


def leaky_relu(slope: float, dtype: str = "float32") -> onnx.ModelProto:
    """One LReLU_TRT node: X of shape (n, 4) to Y."""
    x, y = Tensor("X", dtype, ("n", 4)), Tensor("Y", dtype, ("n", 4))
    return operator_model(find("LReLU_TRT"), [x], [y], {"negSlope": slope})
