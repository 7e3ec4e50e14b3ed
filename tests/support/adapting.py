"""Models of one node through adapt, and what comes of them on the CPU."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

import numpy as np
import onnx
import onnx.checker
import onnx.shape_inference

import trtplugins.reference
from trtplugins.onnx import Refused, Report, adapt
from trtplugins.onnx.rules.actions import PLUGINS
from trtplugins.onnx.target import IR_VERSION, OPSET

NEWEST = 22

Array = np.ndarray[Any, Any]


def model(
    op: str,
    inputs: Mapping[str, Optional[Array]],
    *,
    constants: Sequence[str] = (),
    dynamic: Sequence[str] = (),
    outputs: int = 1,
    opset: int = NEWEST,
    domain: str = "",
    **attributes: Any,
) -> onnx.ModelProto:
    """One node.

    Args:
        op: the operator.
        inputs: by name, in order; None for one that is left out.
        constants: inputs that are initializers.
        dynamic: inputs whose dimensions the model does not tell.
        outputs: how many; they are called y0, y1 ...
        opset: of the domain; of others than ONNX's own the newest.
        domain: of the operator.
        attributes: of the node; those that are None are left out.
    """
    names = [name if array is not None else "" for name, array in inputs.items()]
    node = onnx.helper.make_node(
        op,
        names,
        [f"y{i}" for i in range(outputs)],
        domain=domain,
        **{name: value for name, value in attributes.items() if value is not None},
    )
    given = {name: array for name, array in inputs.items() if array is not None}
    declared = [
        onnx.helper.make_tensor_value_info(
            name,
            onnx.helper.np_dtype_to_tensor_dtype(array.dtype),
            [f"{name}{i}" for i in range(array.ndim)] if name in dynamic else array.shape,
        )
        for name, array in given.items()
        if name not in constants
    ]
    graph = onnx.helper.make_graph(
        [node],
        op,
        declared,
        [onnx.helper.make_empty_tensor_value_info(name) for name in node.output],
        [onnx.numpy_helper.from_array(given[name], name) for name in constants if name in given],
    )
    imports = [onnx.helper.make_opsetid("", opset)]
    if domain:
        imports.append(onnx.helper.make_opsetid(domain, _newest(domain)))
    made = onnx.helper.make_model(graph, opset_imports=imports)
    # A model tells the types of its outputs.
    inferred = onnx.shape_inference.infer_shapes(made).graph.output
    for output, known in zip(made.graph.output, inferred):
        output.CopyFrom(known)
    return made


def _newest(domain: str) -> int:
    schemas = onnx.defs.get_all_schemas_with_history()
    return max(s.since_version for s in schemas if s.domain == domain)


def run(adapted: onnx.ModelProto, report: Report, feeds: Mapping[str, Array]) -> list[Array]:
    """The outputs, in the types of the original model."""
    taken = {value.name for value in adapted.graph.input}
    fed = {name: array for name, array in report.feeds(feeds).items() if name in taken}
    with np.errstate(all="ignore"):
        results = report.results(trtplugins.reference.run(adapted, fed))
    return list(results.values())


def same(
    original: onnx.ModelProto,
    inputs: Mapping[str, Optional[Array]],
    *,
    rtol: float = 1e-5,
    atol: float = 1e-6,
    expected: Optional[Sequence[Array]] = None,
) -> list[str]:
    """Adapt; compare results with those of the original model, or with `expected`.

    Returns:
        The adapted model's operators, in order, without constants.
    """
    adapted, report = adapt(original)
    check(adapted)
    declared = {value.name for value in original.graph.input}
    feeds = {n: array for n, array in inputs.items() if array is not None and n in declared}
    if expected is None:
        with np.errstate(all="ignore"):
            expected = list(trtplugins.reference.run(original, feeds).values())
        # numpy sums small integers in larger ones.
        declared_types = [value.type.tensor_type.elem_type for value in original.graph.output]
        expected = [
            wanted.astype(onnx.helper.tensor_dtype_to_np_dtype(dtype)) if dtype else wanted
            for wanted, dtype in zip(expected, declared_types)
        ]
    results = run(adapted, report, feeds)
    assert len(results) == len(expected)
    for index, (got, wanted) in enumerate(zip(results, expected)):
        assert got.dtype == wanted.dtype, f"output {index}"
        assert got.shape == wanted.shape, f"output {index}"
        np.testing.assert_allclose(got, wanted, rtol, atol, err_msg=f"output {index}\n{report}")
    _, second = adapt(adapted)
    ruled = [c for c in second.changes if "now" not in c.how and not c.what.startswith("output")]
    assert not ruled, f"not idempotent: {second}"
    return operators(adapted)


def check(adapted: onnx.ModelProto) -> None:
    """An adapted model is one of opset 17, every node of it valid."""
    imports = {entry.domain: entry.version for entry in adapted.opset_import}
    assert imports[""] == OPSET
    assert adapted.ir_version == IR_VERSION
    if PLUGINS not in imports:
        onnx.checker.check_model(adapted)


def operators(adapted: onnx.ModelProto) -> list[str]:
    """The types of a model's nodes, in order, without constants."""
    return [node.op_type for node in adapted.graph.node if node.op_type != "Constant"]


def refusal(original: onnx.ModelProto) -> str:
    """Why adapt refuses the model."""
    try:
        adapt(original)
    except Refused as error:
        return str(error)
    raise AssertionError("adapt() takes the model")
