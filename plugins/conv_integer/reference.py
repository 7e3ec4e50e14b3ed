"""What ConvInteger computes, for the CPU backend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np
from onnx.reference.ops.op_conv_integer import ConvInteger as OnnxConvInteger

Array = np.ndarray[Any, Any]


class ConvInteger(OnnxConvInteger):
    """ONNX's, which has one zero point per channel in two dimensions alone."""

    def _run(
        self,
        x: Array,
        w: Array,
        x_zero_point: Optional[Array] = None,
        w_zero_point: Optional[Array] = None,
        auto_pad: str = "NOTSET",
        dilations: Optional[Sequence[int]] = None,
        group: int = 1,
        kernel_shape: Optional[Sequence[int]] = None,
        pads: Optional[Sequence[int]] = None,
        strides: Optional[Sequence[int]] = None,
    ) -> tuple[Array]:
        dims = x.ndim - 2
        x, w = x.astype(np.int32), w.astype(np.int32)
        if x_zero_point is not None:
            x = x - x_zero_point.astype(np.int32)
        if w_zero_point is not None:
            w = w - w_zero_point.astype(np.int32).reshape(-1, *[1] * (dims + 1))
        (result,) = super()._run(
            x,
            w,
            auto_pad=auto_pad,
            dilations=list(dilations or [1] * dims),
            group=group,
            kernel_shape=list(kernel_shape or w.shape[2:]),
            pads=list(pads or [0] * 2 * dims),
            strides=list(strides or [1] * dims),
        )
        return (result,)
