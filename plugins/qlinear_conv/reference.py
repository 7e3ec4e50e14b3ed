"""What QLinearConv computes, for the CPU backend."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
from onnx.reference.ops.op_conv_integer import ConvInteger as OnnxConvInteger

Array = np.ndarray[Any, Any]

_CARRIED = {2: np.uint8, 3: np.int8}


class QLinearConv(OnnxConvInteger):
    """As ONNX's reference, for 8-bit integers in int32 and any number of dimensions."""

    def _run(
        self,
        x: Array,
        x_scale: Array,
        x_zero_point: Array,
        w: Array,
        w_scale: Array,
        w_zero_point: Array,
        y_scale: Array,
        y_zero_point: Array,
        B: Optional[Array] = None,
        output_dtype: int = 2,
        auto_pad: str = "NOTSET",
        dilations: Any = None,
        group: int = 1,
        kernel_shape: Any = None,
        pads: Any = None,
        strides: Any = None,
    ) -> tuple[Array]:
        dims = x.ndim - 2
        (total,) = super()._run(
            x.astype(np.int32) - x_zero_point.astype(np.int32),
            w.astype(np.int32) - w_zero_point.astype(np.int32).reshape(-1, *[1] * (dims + 1)),
            auto_pad=auto_pad,
            dilations=list(dilations or [1] * dims),
            group=group,
            kernel_shape=list(kernel_shape or w.shape[2:]),
            pads=list(pads or [0] * 2 * dims),
            strides=list(strides or [1] * dims),
        )
        if B is not None:
            total = total + B.reshape(-1, *[1] * dims)
        y = total * (x_scale * w_scale.reshape(-1, *[1] * dims) / y_scale) + y_zero_point
        range_of = np.iinfo(_CARRIED[output_dtype])
        return (np.clip(np.rint(y), range_of.min, range_of.max).astype(y_zero_point.dtype),)
