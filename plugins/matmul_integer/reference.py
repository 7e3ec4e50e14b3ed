"""What MatMulInteger computes, for the CPU backend."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
from onnx.reference.ops.op_matmul_integer import MatMulInteger as OnnxMatMulInteger

Array = np.ndarray[Any, Any]


class MatMulInteger(OnnxMatMulInteger):
    """ONNX's, with one zero point per row of A as its text has it: [M], which is not broadcast."""

    def _run(
        self,
        A: Array,
        B: Array,
        a_zero_point: Optional[Array] = None,
        b_zero_point: Optional[Array] = None,
    ) -> tuple[Array]:
        if a_zero_point is not None and a_zero_point.ndim == 1 and a_zero_point.size > 1:
            a_zero_point = a_zero_point[:, np.newaxis]
        (result,) = super()._run(A, B, a_zero_point, b_zero_point)
        return (result,)
