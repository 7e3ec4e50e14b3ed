"""BitCast, between the types that TensorRT has and those that are carried in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import onnx_ir as ir

from trtplugins import _core
from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, rewrite
from trtplugins.onnx.rules.rule import Rule, always
from trtplugins.onnx.target import PLUGINS

_T = ir.DataType

# An integer of so many bits as one of the other sign is itself, wrapped around, as Cast does.
_SIGNS = ({_T.INT8, _T.UINT8}, {_T.INT16, _T.UINT16}, {_T.INT32, _T.UINT32})
_FULL = (_T.INT32, _T.UINT32)


def _types(node: ir.Node) -> tuple[Optional[ir.DataType], ir.DataType]:
    return nodes.dtype(node.inputs[0]), _T(int(nodes.attribute(node, "to", 0)))


def _cast(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """By the plugin where bits of floats are those of integers, else by values."""
    x: Any = node.inputs[0]
    given, to = _types(node)
    if given is None:
        raise Impossible("the type of its input is not known")
    if given == to:
        return [new.op("Identity", x)]
    if given == _T.BOOL and to in (_T.INT8, _T.UINT8):
        return [new.op("Cast", x, to=int(to))]
    if any(given in pair and to in pair for pair in _SIGNS):
        return [new.op("Cast", x, to=int(to))]
    if _T.FLOAT not in (given, to) or not {given, to} & set(_FULL):
        raise Impossible(
            f"{given.name.lower()} as {to.name.lower()}: TensorRT 8 does not have the bits of both"
        )
    if given == _T.UINT32:
        x = new.op("Cast", x, to=int(_T.INT32))
    op = next(op for op in _core.operators() if op.name == "BitCast")
    carried = _T.FLOAT if to == _T.FLOAT else _T.INT32
    y = new.op(op.alias, x, domain=PLUGINS, to=int(carried))
    y.dtype = carried
    return [new.op("Cast", y, to=int(to)) if to == _T.UINT32 else y]


RULES = (Rule("BitCast", always, rewrite(_cast, "by the plugin, or a Cast"), "it has no importer"),)
