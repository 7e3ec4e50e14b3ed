"""adapt(): an ONNX model that TensorRT's parser takes and gets right."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from typing import Optional

import numpy as np
import numpy.typing as npt
import onnx
import onnx_ir as ir

from trtplugins._core import Error
from trtplugins.onnx import files, versions
from trtplugins.onnx.context import Context
from trtplugins.onnx.passes import FIRST, LAST, REPEATED, Pass
from trtplugins.onnx.report import Port, Refused, Report

# Each round of the passes may make work for the others; more than these is a circle.
_ROUNDS = 12

# Bytes of weights that are worth looking for at once when they are no longer needed.
_HEAVY = 64 << 20


def adapt(
    model: files.Model, freeze: Optional[Mapping[str, npt.ArrayLike]] = None
) -> tuple[onnx.ModelProto, Report]:
    """Make a model right for TensorRT 8.5 and 8.6.

    Args:
        model: a path, the bytes of an ONNX file, or a ModelProto, which is left as it is.
        freeze: values of graph inputs that TensorRT needs at build time (axes, shapes, sizes, pads,
            k ...); these inputs become constants.

    Returns:
        The adapted model, of opset 17, and the report of what was changed and why. A model in which
        nothing needs to be changed is returned as it is, also of an older opset, and the report has
        no changes. Weights of 1.5 GiB and more that lie beside a model's file stay there: the model
        names their folder in its metadata, and `save` and `trtplugins.build` know it.

    Raises:
        Refused: something in the model cannot be made right; its `report` names every such node.
        Error: the model cannot be read.
    """
    context = Context({name: np.asarray(value) for name, value in (freeze or {}).items()})
    proto = files.read(model)
    adapted = files.graph_of(proto)
    run(adapted, context)
    if context.report.changes:
        made = files.proto_of(adapted)
        if proto is not model and files.size_of(made) > _HEAVY:
            del proto, adapted
            gc.collect()  # a graph refers to itself in circles, and to the weights it was read from
        return made, context.report
    return proto if proto is model else files.complete(proto), context.report


def run(model: ir.Model, context: Context) -> None:
    """Adapt a model in place.

    Raises:
        Refused: something in the model cannot be made right.
    """
    versions.stamp(model)
    before = (_types(model.graph.inputs), _types(model.graph.outputs))
    _all(FIRST, model, context)
    for _ in range(_ROUNDS):
        if not _all(REPEATED, model, context) and not _all(LAST, model, context):
            context.report.inputs = _ports(before[0], _types(model.graph.inputs))
            context.report.outputs = _ports(before[1], _types(model.graph.outputs))
            return
    last = context.report.changes[-1]
    raise Error(f"the passes of adapt() do not come to an end, which is a defect of it: {last}")


def _types(values: Sequence[ir.Value]) -> dict[str, str]:
    return {str(v.name): str(v.dtype.numpy()) for v in values if v.dtype is not None}


def _ports(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, Port]:
    found = {}
    for name, dtype in old.items():
        now = new.get(name, dtype)
        found[name] = Port(dtype, now, "int32" if now == "int64" else now, name not in new)
    return found


def _all(passes: tuple[Pass, ...], model: ir.Model, context: Context) -> bool:
    """Run the passes; whether they changed anything."""
    before = len(context.report.changes)
    for each in passes:
        each(model, context)
    if context.report.refusals:
        raise Refused(context.report)
    return len(context.report.changes) > before
