"""What SoftClamp computes, for the CPU backend."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx.reference.op_run import OpRun


class SoftClamp(OpRun):
    """`limit * tanh(x / limit)`, in float32, of the type of x."""

    def _run(self, x: np.ndarray[Any, Any], limit: float) -> tuple[np.ndarray[Any, Any]]:
        wide = x.astype(np.float32)
        return ((limit * np.tanh(wide / np.float32(limit))).astype(x.dtype),)
