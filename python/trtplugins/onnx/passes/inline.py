"""Model-local functions, which TensorRT's parser does not know, give way to their nodes."""

from __future__ import annotations

import onnx_ir as ir
from onnx_ir.passes.common import InlinePass

from trtplugins._core import Error
from trtplugins.onnx.context import Context


def run(model: ir.Model, context: Context) -> None:
    """Inline every function that the model defines itself.

    Raises:
        Error: functions call one another in a circle, or take graphs.
    """
    names = [f"{domain}::{name}" for domain, name, _ in model.functions]
    inline(model)
    for name in names:
        context.changed(f"function {name}", "inlined", "TensorRT has no functions")


def inline(model: ir.Model) -> None:
    """Inline all functions of the model; their nodes keep the opset that they are written for.

    Raises:
        Error: functions call one another in a circle, or take graphs.
    """
    if not model.functions:
        return
    for function in model.functions.values():
        for domain in function.opset_imports:
            model.opset_imports.setdefault(domain, function.opset_imports[domain])
            function.opset_imports[domain] = model.opset_imports[domain]
    try:
        InlinePass()(model)
    except (ValueError, ir.passes.PassError, ir.passes.InvariantError) as error:
        cause = error.__cause__ or error
        raise Error(f"the model's functions cannot be inlined: {cause}") from error
    model.functions.clear()
