"""Loop and Scan."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import onnx
import pytest

from support import adapting

FLOAT, INT64, BOOL = 1, 7, 9


def body(going: str = "same") -> onnx.GraphProto:
    """Adds the round's number and w to the state, and collects the doubled state."""
    value, node = onnx.helper.make_tensor_value_info, onnx.helper.make_node
    nodes = [
        node("Cast", ["i"], ["number"], to=FLOAT),
        node("Add", ["state", "number"], ["partly"]),
        node("Add", ["partly", "w"], ["next"]),
        node("Mul", ["next", "two"], ["row"]),
    ]
    if going == "same":
        nodes.append(node("Identity", ["going"], ["on"]))
    else:
        nodes.append(node("Less", ["i", "limit"], ["on"]))
    constants = [
        onnx.numpy_helper.from_array(np.float32([2]), "two"),
        onnx.numpy_helper.from_array(np.asarray(2), "limit"),
    ]
    return onnx.helper.make_graph(
        nodes,
        "body",
        [value("i", INT64, []), value("going", BOOL, []), value("state", FLOAT, [3])],
        [value("on", BOOL, []), value("next", FLOAT, [3]), value("row", FLOAT, [3])],
        constants,
    )


def loop(count: Optional[int], going: str = "same", known: bool = True, rows: bool = True) -> Any:
    rng = np.random.default_rng(0)
    inputs: dict[str, Any] = {
        "count": None if count is None else np.asarray(count),
        "condition": np.asarray(True),
        "state": rng.standard_normal(3).astype(np.float32),
    }
    constants = ["count", "condition"] if known else ["condition"]
    made = adapting.model("Loop", inputs, constants=constants, outputs=2, body=body(going))
    inputs["w"] = rng.standard_normal(3).astype(np.float32)
    made.graph.input.append(onnx.helper.make_tensor_value_info("w", FLOAT, [3]))
    for output, shape in zip(made.graph.output, ([3], ["rounds", 3])):
        output.CopyFrom(onnx.helper.make_tensor_value_info(output.name, FLOAT, shape))
    if not rows:
        del made.graph.output[1]
    return made, inputs


@pytest.mark.parametrize("count", [1, 4])
def test_few_rounds_are_unrolled(count: int) -> None:
    made, inputs = loop(count)
    assert "Loop" not in adapting.same(made, inputs)


def test_many_rounds_stay() -> None:
    made, inputs = loop(100)
    assert "Loop" in adapting.same(made, inputs, rtol=1e-4)


@pytest.mark.parametrize("count", [None, 5])
def test_rows_of_a_loop_that_ends_by_itself_are_refused(count: Optional[int]) -> None:
    made, _ = loop(count, going="until")
    assert "depends on the data" in adapting.refusal(made)


def test_a_count_is_stated_for_the_number_of_the_round() -> None:
    made, inputs = loop(None, going="until", rows=False)
    adapting.same(made, inputs)
    adapted, _ = adapting.adapt(made)
    (found,) = [node for node in adapted.graph.node if node.op_type == "Loop"]
    constants = {t.name: onnx.numpy_helper.to_array(t) for t in adapted.graph.initializer}
    for node in adapted.graph.node:
        if node.op_type == "Constant":
            constants[node.output[0]] = onnx.numpy_helper.to_array(node.attribute[0].t)
    assert constants[found.input[0]] == 2**31 - 2


def scan(axis: int, states: int) -> Any:
    value, node = onnx.helper.make_tensor_value_info, onnx.helper.make_node
    given = [value("state", FLOAT, [2])] if states else []
    made = [value("next", FLOAT, [2])] if states else []
    inner = onnx.helper.make_graph(
        [node("Add", ["state" if states else "x", "x"], ["next"]), node("Neg", ["next"], ["row"])],
        "body",
        [*given, value("x", FLOAT, [2])],
        [*made, value("row", FLOAT, [2])],
    )
    inputs = {"state": np.float32([1, 2])} if states else {}
    inputs["x"] = np.arange(8, dtype=np.float32).reshape(2, 4)
    return adapting.model(
        "Scan",
        inputs,
        outputs=states + 1,
        body=inner,
        num_scan_inputs=1,
        scan_input_axes=[axis],
        scan_output_axes=[axis],
    )


def test_axes_from_the_back() -> None:
    adapted, _ = adapting.adapt(scan(-1, 1))
    (found,) = adapted.graph.node
    axes = {a.name: list(a.ints) for a in found.attribute if a.name.endswith("axes")}
    assert axes == {"scan_input_axes": [1], "scan_output_axes": [1]}


def test_without_a_state() -> None:
    assert "with a state only" in adapting.refusal(scan(1, 0))
