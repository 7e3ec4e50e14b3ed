"""Nodes of older opsets that `onnx.reference` evaluates only as the newer ones write them."""

from __future__ import annotations

import onnx

# GridSample's modes have been renamed in opset 20; what they mean has not changed.
_MODES = {b"bilinear": b"linear", b"bicubic": b"cubic"}


def renew(node: onnx.NodeProto) -> None:
    """Write the node as newer opsets do, where that means the same."""
    if node.domain not in ("", "ai.onnx"):
        return
    if node.op_type == "Scatter":  # deprecated in opset 11, for another name
        node.op_type = "ScatterElements"
    if node.op_type == "GridSample":
        for attribute in node.attribute:
            if attribute.name == "mode":
                attribute.s = _MODES.get(attribute.s, attribute.s)
