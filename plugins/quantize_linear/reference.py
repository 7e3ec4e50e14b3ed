"""What QuantizeLinear computes, for the CPU backend."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import onnx
from onnx.reference.ops.op_quantize_linear import QuantizeLinear_25

Array = np.ndarray[Any, Any]


class QuantizeLinear(QuantizeLinear_25):
    """ONNX's, with integers of fewer bits in int32."""

    def _run(
        self,
        x: Array,
        y_scale: Array,
        y_zero_point: Optional[Array] = None,
        axis: int = 1,
        block_size: int = 0,
        output_dtype: int = 0,
        precision: int = 0,
        saturate: int = 1,
    ) -> tuple[Array]:
        carried = output_dtype or onnx.TensorProto.UINT8
        if y_zero_point is not None:
            y_zero_point = y_zero_point.astype(onnx.helper.tensor_dtype_to_np_dtype(carried))
        (y,) = super()._run(
            x,
            y_scale,
            y_zero_point,
            axis=axis,
            saturate=bool(saturate),
            block_size=block_size,
            output_dtype=carried,
            precision=precision or None,
        )
        return (y.astype(np.int32),)
