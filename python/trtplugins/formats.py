"""Memory layouts of tensors, as TensorRT's `TensorFormat` has them.

An engine built with `io={"x": ("fp16", "hwc8")}` reads x as it lies in memory there, so that
nothing has to be rearranged. In device memory such a tensor is an array of its physical shape; what
is in host memory is rearranged by the engine's contexts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from trtplugins._core import Error

Array = npt.NDArray[Any]


class _Layout(NamedTuple):
    spatial: int  # how many dimensions follow the channels
    vector: int  # so many channels lie side by side; their number is rounded up to it
    last: bool  # all channels are the last dimension, instead of vectors of them


_LAYOUTS = {
    "chw2": _Layout(2, 2, last=False),
    "chw4": _Layout(2, 4, last=False),
    "chw16": _Layout(2, 16, last=False),
    "chw32": _Layout(2, 32, last=False),
    "cdhw32": _Layout(3, 32, last=False),
    "hwc": _Layout(2, 1, last=True),
    "hwc8": _Layout(2, 8, last=True),
    "hwc16": _Layout(2, 16, last=True),
    "dhwc": _Layout(3, 1, last=True),
    "dhwc8": _Layout(3, 8, last=True),
}


def physical_shape(shape: Sequence[int], layout: str) -> tuple[int, ...]:
    """The shape of a tensor as it lies in memory.

    Args:
        shape: (..., C, H, W), or (..., C, D, H, W) for layouts that begin with d or cd.
        layout: "linear", "chw2", "chw4", "chw16", "chw32", "cdhw32", "hwc", "hwc8", "hwc16",
            "dhwc" or "dhwc8".

    Returns:
        (..., ceil(C / v), H, W, v) where v channels lie side by side; (..., H, W, C) with C rounded
        up where all of them do.

    Raises:
        Error: there is no such layout here, or the tensor has too few dimensions.
    """
    if layout == "linear":
        return tuple(shape)
    kind = _layout(layout, shape)
    axis = len(shape) - kind.spatial - 1
    before, channels, spatial = shape[:axis], shape[axis], shape[axis + 1 :]
    blocks = -(-channels // kind.vector)
    if kind.last:
        return (*before, *spatial, blocks * kind.vector)
    return (*before, blocks, *spatial, kind.vector)


def logical_shape(shape: Sequence[int], layout: str, form: Sequence[int]) -> tuple[int, ...]:
    """The shape of which `shape` is the physical one.

    Args:
        shape: as the array lies in memory.
        layout: see `physical_shape`.
        form: the tensor's own shape, -1 for dynamic dimensions; its channels have to be known.

    Raises:
        Error: it is the physical shape of nothing of that form.
    """
    if layout == "linear":
        return tuple(shape)
    kind = _layout(layout, form)
    axis = len(form) - kind.spatial - 1
    start = axis if kind.last else axis + 1
    found = (*shape[:axis], form[axis], *shape[start : start + kind.spatial])
    if len(found) != len(form) or physical_shape(found, layout) != tuple(shape):
        raise Error(
            f"expected the shape {list(physical_shape(form, layout))} of {list(form)} in layout "
            f"{layout}, got {list(shape)}"
        )
    return found


def pack(array: npt.ArrayLike, layout: str) -> Array:
    """The array rearranged to a layout: of its physical shape, contiguous, zero where C is padded.

    Raises:
        Error: see `physical_shape`.
    """
    a = np.asarray(array)
    if layout == "linear":
        return np.ascontiguousarray(a)
    shape = physical_shape(a.shape, layout)
    kind = _layout(layout, a.shape)
    axis = a.ndim - kind.spatial - 1
    padding = [(0, 0)] * a.ndim
    padding[axis] = (0, -a.shape[axis] % kind.vector)
    padded = np.pad(a, padding)
    if kind.last:
        return np.ascontiguousarray(np.moveaxis(padded, axis, -1))
    split = padded.reshape(*a.shape[:axis], -1, kind.vector, *a.shape[axis + 1 :])
    return np.ascontiguousarray(np.moveaxis(split, axis + 1, -1)).reshape(shape)


def unpack(array: npt.ArrayLike, layout: str, shape: Sequence[int]) -> Array:
    """What `pack` was given, of that shape.

    Raises:
        Error: the array is not of the physical shape.
    """
    a = np.asarray(array)
    if layout == "linear":
        return a
    expected = physical_shape(shape, layout)
    if a.shape != expected:
        raise Error(f"expected the physical shape {list(expected)}, got {list(a.shape)}")
    kind = _layout(layout, shape)
    axis = len(shape) - kind.spatial - 1
    if not kind.last:
        a = np.moveaxis(a, -1, axis + 1)
        a = a.reshape(*shape[:axis], -1, *shape[axis + 1 :])
    else:
        a = np.moveaxis(a, -1, axis)
    return np.ascontiguousarray(np.take(a, np.arange(shape[axis]), axis))


def _layout(layout: str, shape: Sequence[int]) -> _Layout:
    kind = _LAYOUTS.get(layout)
    if kind is None:
        known = ", ".join(["linear", *_LAYOUTS])
        raise Error(f"layout: expected one of {known}, got {layout!r}")
    if len(shape) <= kind.spatial:
        raise Error(
            f"layout {layout}: expected at least {kind.spatial + 1} dimensions, got {list(shape)}"
        )
    return kind
