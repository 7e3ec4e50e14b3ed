"""From the onnx package's tests to a bundle."""

from __future__ import annotations

from collections.abc import Iterable

import onnx

from onnx_backend.adapted import adapted
from onnx_backend.bundle import Form, Item
from onnx_backend.cases import Case
from onnx_backend.compare import answer


def item(case: Case) -> Item:
    """A test with its adapted model; an unexpected failure of `adapt` is an outcome too."""
    original = Form(case.model.SerializeToString(), case.feeds, dynamic(case.model))
    form, outcome, reason = None, "", ""
    try:
        made = adapted(case)
    except Exception as error:  # a defect, to be seen in the table beside all others
        outcome, reason = "error", f"adapt: {type(error).__name__}: {error}"
    else:
        if made.model is None:
            outcome, reason = "refused", made.refusal
        else:
            form = Form(
                made.model.SerializeToString(),
                made.feeds,
                dynamic(made.model),
                {
                    name: (port.old, port.new)
                    for name, port in made.report.outputs.items()
                    if port.old != port.new
                },
            )
    return Item(case.name, case.op, answer(case), original, form, outcome, reason)


def dynamic(model: onnx.ModelProto) -> tuple[str, ...]:
    """Inputs whose shapes the model leaves open."""
    given = {tensor.name for tensor in model.graph.initializer}
    return tuple(
        value.name
        for value in model.graph.input
        if value.name not in given and _open(value.type.tensor_type.shape.dim)
    )


def _open(dims: Iterable[onnx.TensorShapeProto.Dimension]) -> bool:
    return any(not dim.HasField("dim_value") for dim in dims)
