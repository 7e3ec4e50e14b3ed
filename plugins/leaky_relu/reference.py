"""What LReLU_TRT computes, for the CPU backend."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx.reference.op_run import OpRun


class LReLU_TRT(OpRun):
    """`y = x` where x >= 0, `negSlope * x` elsewhere, in the type of x."""

    def _run(self, x: np.ndarray[Any, Any], negSlope: float) -> tuple[np.ndarray[Any, Any]]:
        return (np.where(x >= 0, x, x * np.asarray(negSlope, x.dtype)),)
