"""Model-local functions, which TensorRT's parser does not know, give way to their nodes."""

from __future__ import annotations

import onnx_ir as ir
from onnx_ir.passes.common import InlinePass

from trtplugins.onnx.context import Context


def run(model: ir.Model, context: Context) -> None:
    """Inline every function that the model defines itself."""
    names = [f"{domain}::{name}" for domain, name, _ in model.functions]
    if not names:
        return
    InlinePass()(model)
    for name in names:
        context.changed(f"function {name}", "inlined", "TensorRT has no functions")
