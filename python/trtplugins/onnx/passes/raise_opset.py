"""Models of old opsets are raised, so that there is one form of each operator to look at."""

from __future__ import annotations

import onnx
import onnx.version_converter
import onnx_ir as ir

from trtplugins.onnx.context import Context
from trtplugins.onnx.target import OPSET

# From here on axes, pads and limits are inputs, as the rules have them.
_OLDEST = 13
# The converter works on a serialized model, and there is none beyond this.
_LARGEST = 1 << 30


def run(model: ir.Model, context: Context) -> None:
    """Convert to the opset that TensorRT's parser was made for, if ONNX's converter can."""
    opset = model.opset_imports.get("", OPSET)
    if opset >= _OLDEST or _size(model) > _LARGEST:
        return
    # The converter renames Scan of opset 8, whose inputs have a batch that later ones lack.
    if opset < 9 and any(n.op_type == "Scan" for n in model.graph):
        return
    domains = {name: version for name, version in model.opset_imports.items() if name}
    proto = ir.to_proto(model)
    try:
        converted = onnx.version_converter.convert_version(proto, OPSET)
    except Exception:  # an operator that the converter does not know; rules then leave nodes alone
        return
    raised = ir.from_proto(converted)
    model.graph = raised.graph
    for name, version in domains.items():
        model.opset_imports[name] = version
    context.changed(
        "the model", f"raised from opset {opset} to {OPSET}", "newer forms are what is looked at"
    )


def _size(model: ir.Model) -> int:
    values = model.graph.initializers.values()
    return sum(v.const_value.nbytes for v in values if v.const_value is not None)
