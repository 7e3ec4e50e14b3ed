"""The windows of a pooling operator along one axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.rules.questions import dim, ints, text


@dataclass(frozen=True)
class Windows:
    """Where a kernel goes along one axis.

    Attributes:
        before: padding in front of the data.
        behind: padding behind it, as the node gives it.
        size: of the data, or None where it is not known.
    """

    kernel: int
    stride: int
    dilation: int
    before: int
    behind: int
    size: Optional[int]
    ceil: bool

    @property
    def span(self) -> int:
        return (self.kernel - 1) * self.dilation + 1

    @property
    def count(self) -> int:
        """How many there are; with `ceil`, none that starts behind the data and its padding."""
        assert self.size is not None
        room = self.size + self.before + self.behind - self.span
        if not self.ceil:
            return room // self.stride + 1
        count = -(-room // self.stride) + 1
        if (count - 1) * self.stride >= self.size + self.before:
            count -= 1
        return count

    @property
    def behind_needed(self) -> int:
        """Padding behind the data with which rounding down gives as many windows."""
        assert self.size is not None
        needed = (self.count - 1) * self.stride + self.span - self.size - self.before
        return max(0, needed)

    @property
    def may_start_in_padding(self) -> bool:
        """Whether for some size rounding up gives a window that ONNX leaves out."""
        return self.ceil and self.behind + self.stride > self.span

    def taps(self) -> np.ndarray[Any, Any]:
        """The places that each window reads, in the data, -1 and less or too many in padding."""
        starts = np.arange(self.count)[:, None] * self.stride - self.before
        taps: np.ndarray[Any, Any] = starts + np.arange(self.kernel)[None, :] * self.dilation
        return taps


def windows(node: ir.Node) -> Optional[list[Windows]]:
    """The windows along every spatial axis of a pooling node, or None where ranks are not known."""
    x = node.inputs[0]
    rank = nodes.rank(x)
    if rank is None:
        return None
    kernel, spatial = ints(node, "kernel_shape"), rank - 2
    strides = ints(node, "strides", [1] * spatial)
    dilations = ints(node, "dilations", [1] * spatial)
    pads = ints(node, "pads", [0] * 2 * spatial)
    auto = text(node, "auto_pad", "NOTSET")
    ceil = bool(nodes.attribute(node, "ceil_mode", 0)) and auto == "NOTSET"
    found = []
    for axis in range(spatial):
        size = dim(x, axis + 2)
        span = (kernel[axis] - 1) * dilations[axis] + 1
        before, behind = _padding(
            auto, size, span, strides[axis], (pads[axis], pads[axis + spatial])
        )
        found.append(
            Windows(kernel[axis], strides[axis], dilations[axis], before, behind, size, ceil)
        )
    return found


def _padding(
    auto: str, size: Optional[int], span: int, stride: int, given: Sequence[int]
) -> tuple[int, int]:
    if auto in ("NOTSET", "VALID") or size is None:
        return (given[0], given[1]) if auto == "NOTSET" else (0, 0)
    total = max(0, (-(-size // stride) - 1) * stride + span - size)
    less, more = total // 2, total - total // 2
    return (less, more) if auto == "SAME_UPPER" else (more, less)
