"""The last word on every node: TensorRT imports it, or it is a plugin, or it is refused."""

from __future__ import annotations

import onnx_ir as ir

from trtplugins import _core
from trtplugins.onnx import nodes, target
from trtplugins.onnx.context import Context
from trtplugins.onnx.passes.foreign import registered
from trtplugins.onnx.rules.actions import Impossible, obstacle


def run(model: ir.Model, context: Context) -> None:
    """Refuse what TensorRT would refuse, or take for something else."""
    plugins = {name: op for op in _core.operators() for name in (op.name, op.alias)}
    for node in nodes.every(model):
        op = plugins.get(node.op_type)
        if node.domain == "":
            if not target.imports(node.op_type):
                context.refuse(node, _reason(node))
        elif node.op_type in target.importers():
            why = f"TensorRT takes it for ONNX's {node.op_type}, whatever its domain"
            context.refuse(node, f"of the domain '{node.domain}': {why}")
        elif op is not None:
            _check_types(node, op, context)
            _check_ranks(node, context)
        elif not registered(node.op_type):
            context.refuse(node, _unknown())


def _reason(node: ir.Node) -> str:
    try:
        obstacle(node)
    except Impossible as reason:
        return f"{_absent()}, and the plugin cannot do it: {reason}"
    return _unknown()


def _unknown() -> str:
    return f"{_absent()} and this library no plugin"


def _absent() -> str:
    return f"TensorRT {target.release()} has no importer for it"


def _check_types(node: ir.Node, op: _core.Operator, context: Context) -> None:
    """Compare the inputs' types with those the plugin has, where they are known."""
    mask = nodes.attribute(node, "present_inputs")
    places = [i for i, p in enumerate(mask) if p] if mask else range(len(node.inputs))
    taken = {place: nodes.dtype(value) for place, value in zip(places, node.inputs)}
    if None in taken.values():
        return
    names = {place: _name(dtype) for place, dtype in taken.items() if dtype is not None}
    fitting = any(
        all(place < len(row) and row[place] == name for place, name in names.items())
        for row, _ in op.rows
    )
    if not fitting:
        has = " or ".join(sorted({", ".join(row) for row, _ in op.rows}))
        got = ", ".join(names.values())
        context.refuse(node, f"the plugin has no form for the types {got}; it has {has}")


def _check_ranks(node: ir.Node, context: Context) -> None:
    most = target.MOST_DIMENSIONS
    for value in node.outputs:
        rank = nodes.rank(value)
        if rank is not None and rank > most:
            context.refuse(
                node,
                f"TensorRT {target.release()} takes at most {most} dimensions from a plugin, "
                f"'{value.name}' has {rank}",
            )


def _name(dtype: ir.DataType) -> str:
    """The type's name in TensorRT, which has int32 only."""
    return "int32" if dtype == ir.DataType.INT64 else str(dtype.numpy())
