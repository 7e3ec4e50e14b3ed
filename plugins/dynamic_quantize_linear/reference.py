"""What DynamicQuantizeLinear computes, for the CPU backend."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx.reference.ops.op_dynamic_quantize_linear import (
    DynamicQuantizeLinear as OnnxDynamicQuantizeLinear,
)

Array = np.ndarray[Any, Any]


class DynamicQuantizeLinear(OnnxDynamicQuantizeLinear):
    """ONNX's, in float32 as that is defined, with uint8 in int32; of nothing, that of 0."""

    def _run(self, x: Array) -> tuple[Array, Array, Array]:
        x = x.astype(np.float32)
        y, scale, zero = super()._run(x if x.size else np.zeros(1, np.float32))
        y = y if x.size else np.zeros(x.shape, np.int32)
        return y.astype(np.int32), np.asarray(scale), np.asarray(zero).astype(np.int32)
