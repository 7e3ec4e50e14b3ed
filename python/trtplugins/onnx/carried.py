"""Which element types TensorRT 8 does not have, and which of its own carries each.

| type                       | carried in | exact                                              |
|----------------------------|------------|----------------------------------------------------|
| float64                    | float32    | no: computed with the precision of float32         |
| bfloat16                   | float32    | more than: results are not rounded to bfloat16     |
| int8, uint8, int16, uint16 | int32      | yes: what may leave the range is wrapped around    |
| uint32                     | int32      | yes: by its bits, where an operator allows it      |
| uint64                     | int64      | as int64: as long as values fit into int32         |
| float8, 4-bit types        | float32    | yes, as constants; nothing is computed in them     |

int64 stays in the model, since ONNX wants it for shapes and indices, and TensorRT computes it in
int32: constants have to fit, and what is fed is checked.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import onnx_ir as ir

T = ir.DataType

# Small floats and integers, which only constants have.
STORED = {
    **dict.fromkeys(
        (T.FLOAT8E4M3FN, T.FLOAT8E4M3FNUZ, T.FLOAT8E5M2, T.FLOAT8E5M2FNUZ, T.FLOAT4E2M1), T.FLOAT
    ),
    **dict.fromkeys((T.INT4, T.UINT4), T.INT32),
}

CARRIED = {
    T.DOUBLE: T.FLOAT,
    T.BFLOAT16: T.FLOAT,
    T.INT8: T.INT32,
    T.UINT8: T.INT32,
    T.INT16: T.INT32,
    T.UINT16: T.INT32,
    T.UINT32: T.INT32,
    T.UINT64: T.INT64,
    **STORED,
}

NATIVE = {T.FLOAT, T.FLOAT16, T.INT32, T.INT64, T.BOOL}

# Bits, and whether signed, of types whose arithmetic wraps around within int32.
WRAPPED = {T.INT8: (8, True), T.UINT8: (8, False), T.INT16: (16, True), T.UINT16: (16, False)}

_WHY = {
    T.DOUBLE: "TensorRT has no float64: computed with float32's precision",
    T.BFLOAT16: "TensorRT 8 has no bfloat16",
    T.UINT64: "TensorRT 8 computes it in int32: values have to fit",
    T.INT64: "TensorRT 8 computes it in int32: values have to fit",
}


def why(dtype: ir.DataType) -> str:
    """What a type that is carried lacks in TensorRT."""
    return _WHY.get(dtype, f"TensorRT 8 has no {dtype.name.lower()} outside quantised layers")


def cast(array: npt.ArrayLike, dtype: npt.DTypeLike) -> npt.NDArray[np.generic]:
    """An array in the type that carries its own, or back.

    uint32 goes by its bits. What float32 cannot hold of float64 becomes its largest number, so that
    a mask of the lowest float64 does not become infinite.
    """
    given, to = np.asarray(array), np.dtype(dtype)
    if given.dtype == to:
        return given
    if {given.dtype, to} == {np.dtype(np.int32), np.dtype(np.uint32)}:
        return given.view(to)
    if given.dtype == np.float64 and to == np.float32:
        limits = np.finfo(np.float32)
        kept = np.where(np.isfinite(given), np.clip(given, limits.min, limits.max), given)
        return kept.astype(to)
    return given.astype(to)
