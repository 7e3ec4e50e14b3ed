"""What QLinearMatMul computes, for the CPU backend."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx.reference.op_run import OpRun

Array = np.ndarray[Any, Any]

_CARRIED = {2: np.uint8, 3: np.int8}


class QLinearMatMul(OpRun):
    """As ONNX's reference, for 8-bit integers in int32; one number per row of a may be [M]."""

    def _run(
        self,
        a: Array,
        a_scale: Array,
        a_zero_point: Array,
        b: Array,
        b_scale: Array,
        b_zero_point: Array,
        y_scale: Array,
        y_zero_point: Array,
        output_dtype: int,
    ) -> tuple[Array]:
        product = np.matmul(
            a.astype(np.int32) - _per_row(a_zero_point).astype(np.int32),
            b.astype(np.int32) - b_zero_point.astype(np.int32),
        )
        y = product * (_per_row(a_scale) * b_scale / y_scale) + y_zero_point
        range_of = np.iinfo(_CARRIED[output_dtype])
        return (np.clip(np.rint(y), range_of.min, range_of.max).astype(y_zero_point.dtype),)


def _per_row(values: Array) -> Array:
    return values[:, np.newaxis] if values.ndim == 1 and values.size > 1 else values
