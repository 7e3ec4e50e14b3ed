"""Det of float16 too, which onnx.reference does not have."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx.reference.op_run import OpRun


class Det(OpRun):
    """The determinant of each matrix, in float64, in the type of X."""

    def _run(self, x: Any) -> tuple[Any, ...]:
        with np.errstate(over="ignore"):  # to float16's infinity
            return (np.asarray(np.linalg.det(x.astype(np.float64))).astype(x.dtype),)
