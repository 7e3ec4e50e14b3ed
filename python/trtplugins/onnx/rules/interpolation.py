"""What every output of a Resize reads along one axis, and with which weights.

Formulas of ONNX's Resize; of coordinates and of kernels that are stretched against aliasing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Method:
    """How a Resize interpolates.

    Attributes:
        mode: "nearest", "linear" or "cubic".
        coordinates: coordinate_transformation_mode.
        nearest: nearest_mode.
        cubic: cubic_coeff_a.
    """

    mode: str
    coordinates: str
    nearest: str
    cubic: float
    antialias: bool
    exclude_outside: bool
    extrapolation: float


@dataclass(frozen=True)
class Axis:
    """One axis of a Resize.

    Attributes:
        scale: what the node says, or the quotient of the sizes.
        roi: start and end of the region, as parts of the axis.
    """

    size: int
    result: int
    scale: float
    roi: tuple[float, float] = (0.0, 1.0)

    def identity(self, method: Method) -> bool:
        same = self.size == self.result and bool(np.isclose(self.scale, 1.0, rtol=1e-9, atol=0.0))
        return same and (method.coordinates != "tf_crop_and_resize" or self.roi == (0.0, 1.0))

    def coordinates(self, mode: str) -> Array:
        """Where in the input each output lies."""
        x = np.arange(self.result, dtype=np.float64)
        size, width = self.size, self.scale * self.size
        if mode == "align_corners":
            return x * 0 if width == 1 else x * (size - 1) / (width - 1)
        if mode == "asymmetric":
            return x / self.scale
        if mode == "tf_half_pixel_for_nn":
            return (x + 0.5) / self.scale
        if mode == "tf_crop_and_resize":
            start, end = self.roi
            if width == 1:
                return x * 0 + (start + end) * (size - 1) / 2
            return start * (size - 1) + x * (end - start) * (size - 1) / (width - 1)
        if mode == "pytorch_half_pixel" and self.result == 1:
            return x * 0
        centers: Array = (x + 0.5) / self.scale - 0.5
        if mode == "half_pixel_symmetric":
            centers = centers + size / 2 * (1 - self.result / width)
        return centers

    def taps(self, method: Method) -> tuple[Array, Array]:
        """Indices into the input and weights, a row per output."""
        x = self.coordinates(method.coordinates)
        if method.mode == "nearest":
            nearest = np.clip(_round(x, method.nearest), 0, self.size - 1)
            return nearest.astype(np.int64)[:, None], np.ones((self.result, 1))
        # Against aliasing the kernel is stretched by as much as the axis shrinks.
        shrink = min(self.scale, 1.0) if method.antialias else 1.0
        reach = (1 if method.mode == "linear" else 2) / shrink
        first = np.ceil(x - reach).astype(np.int64)
        count = int(np.floor(2 * reach)) + 1
        taps = first[:, None] + np.arange(count)[None, :]
        distances = np.abs(taps - x[:, None]) * shrink
        weights = _linear(distances) if method.mode == "linear" else _cubic(distances, method.cubic)
        if method.exclude_outside:
            weights = np.where((taps < 0) | (taps >= self.size), 0.0, weights)
        total = weights.sum(axis=1, keepdims=True)
        weights = weights / np.where(total == 0, 1.0, total)
        return _without_idle(np.clip(taps, 0, self.size - 1), weights)

    def outside(self, method: Method) -> Optional[Array]:
        """Which outputs have the extrapolation value, or None if none has."""
        if method.coordinates != "tf_crop_and_resize":
            return None
        x = self.coordinates(method.coordinates)
        found: Array = (x < 0) | (x > self.size - 1)
        return found if found.any() else None


def _round(x: Array, mode: str) -> Array:
    if mode == "floor":
        return np.floor(x)
    if mode == "ceil":
        return np.ceil(x)
    return np.ceil(x - 0.5) if mode == "round_prefer_floor" else np.floor(x + 0.5)


def _linear(distances: Array) -> Array:
    weights: Array = np.clip(1 - distances, 0, 1)
    return weights


def _cubic(distances: Array, a: float) -> Array:
    near = ((a + 2) * distances - (a + 3)) * distances**2 + 1
    far = ((a * distances - 5 * a) * distances + 8 * a) * distances - 4 * a
    return np.where(distances <= 1, near, np.where(distances < 2, far, 0.0))


def _without_idle(taps: Array, weights: Array) -> tuple[Array, Array]:
    """Rows shifted so that columns without any weight can go."""
    count = max(1, int((weights != 0).sum(axis=1).max(initial=0)))
    order = np.argsort(weights == 0, axis=1, kind="stable")[:, :count]
    rows = np.arange(len(taps))[:, None]
    return taps[rows, order], weights[rows, order]
