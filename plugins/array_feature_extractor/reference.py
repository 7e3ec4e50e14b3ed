"""What ArrayFeatureExtractor computes, for the CPU backend."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx.reference.op_run import OpRun

Array = np.ndarray[Any, Any]


class ArrayFeatureExtractor(OpRun):
    """`z[..., i] = x[..., y[i]]`, y being flat; 0 where there is no such element of x."""

    def _run(self, x: Array, y: Array) -> tuple[Array]:
        size = x.shape[-1]
        places = y.reshape(-1).astype(np.int64)
        places = np.where(places < 0, places + size, places)
        inside = (places >= 0) & (places < size)
        with_zero = np.concatenate([x, np.zeros((*x.shape[:-1], 1), x.dtype)], -1)
        taken = with_zero[..., np.where(inside, places, size)]
        return (taken.reshape(1, -1) if x.ndim == 1 else taken,)
