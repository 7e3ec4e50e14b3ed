"""Adapts a model and holds the result against all that an adapted model has to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

import numpy as np
import onnx
import onnx.parser
import onnx_ir as ir

from trtplugins import reference
from trtplugins.onnx import Report, adapt
from trtplugins.onnx.context import Context
from trtplugins.onnx.passes import Pass
from trtplugins.onnx.versions import stamp

Arrays = dict[str, np.ndarray[Any, Any]]


def parse(graph: str, opset: int = 17, functions: str = "", **domains: int) -> onnx.ModelProto:
    """A model from ONNX's text: 'g (float[2, n] x) => (float[2, n] y) { y = Relu(x) }'."""
    imports = ", ".join(f'"{d}" : {v}' for d, v in {"": opset, **domains}.items())
    return onnx.parser.parse_model(
        f"<ir_version: 8, opset_import: [{imports}]>\n{graph}\n{functions}"
    )


def run(one: Pass, model: onnx.ModelProto, **freeze: Any) -> tuple[onnx.ModelProto, Report]:
    """One pass alone."""
    context = Context({name: np.asarray(value) for name, value in freeze.items()})
    graph = ir.from_proto(model)
    stamp(graph)
    one(graph, context)
    return ir.to_proto(graph), context.report


def adapted(
    model: onnx.ModelProto,
    feeds: Mapping[str, Any],
    freeze: Optional[Mapping[str, Any]] = None,
    *,
    rtol: float = 1e-6,
    atol: float = 1e-6,
) -> tuple[onnx.ModelProto, Report]:
    """The adapted model, which computes what `model` does, is sound, and needs no adapting again.

    Args:
        model: to adapt.
        feeds: all of its inputs, those that are frozen too.
        freeze: as `adapt` takes it.
        rtol: relative tolerance.
        atol: absolute tolerance.
    """
    before = model.SerializeToString()
    made, report = adapt(model, freeze)
    assert model.SerializeToString() == before, "the model given was changed"
    onnx.checker.check_model(made)
    again, nothing = adapt(made)
    assert not nothing.changes, f"adapting again: {nothing}"
    assert again is made
    given = {name: np.asarray(value) for name, value in feeds.items()}
    expected = reference.run(model, given)
    got = report.results(reference.run(made, report.feeds(given)))
    for name, array in expected.items():
        assert got[name].dtype == array.dtype, name
        assert got[name].shape == array.shape, name
        np.testing.assert_allclose(
            got[name].astype(np.float64), array.astype(np.float64), rtol, atol, err_msg=name
        )
    return made, report


def ops(model: onnx.ModelProto) -> list[str]:
    """The operators of the graph without its subgraphs, constants left out."""
    return [node.op_type for node in model.graph.node if node.op_type != "Constant"]
