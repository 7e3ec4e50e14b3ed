"""adapt(): an ONNX model that TensorRT's parser takes and gets right."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Optional, Union

import numpy as np
import numpy.typing as npt
import onnx
import onnx_ir as ir

from trtplugins.onnx.context import Context
from trtplugins.onnx.passes import PASSES
from trtplugins.onnx.report import Refused, Report
from trtplugins.reference import load_model

Model = Union[str, "os.PathLike[str]", bytes, onnx.ModelProto]


def adapt(
    model: Model, freeze: Optional[Mapping[str, npt.ArrayLike]] = None
) -> tuple[onnx.ModelProto, Report]:
    """Make a model right for TensorRT 8.5 and 8.6.

    Args:
        model: a path, the bytes of an ONNX file, or a ModelProto, which is left as it is.
        freeze: values of graph inputs that TensorRT needs at build time (axes, shapes, sizes, pads,
            k ...); these inputs become constants.

    Returns:
        The adapted model and the report of what was changed and why.

    Raises:
        Refused: something in the model cannot be made right; its `report` names every such node.
        Error: the model cannot be read.
    """
    context = Context({name: np.asarray(value) for name, value in (freeze or {}).items()})
    adapted = ir.from_proto(load_model(model))
    for run in PASSES:
        run(adapted, context)
    if context.report.refusals:
        raise Refused(context.report)
    return ir.to_proto(adapted), context.report
