"""Loop and Scan: as often as is known now, conditions, axes from the back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes, versions
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, change, refuse, rewrite
from trtplugins.onnx.rules.questions import counted, ints, known_ints, used
from trtplugins.onnx.rules.rule import Rule

# A loop of up to so many rounds, and so many nodes in all of them, gives way to its rounds.
_ROUNDS = 64
_NODES = 1024

# TensorRT takes a trip count of 2^31 - 1 for none, and then has no number of the round either.
_MOST = 2**31 - 2


def _body(node: ir.Node) -> ir.Graph:
    return node.attributes["body"].as_graph()


def _states(node: ir.Node) -> int:
    return len(node.inputs) - 2


def _rounds(node: ir.Node) -> Optional[int]:
    """How often the body runs, if that is known: nothing can end the loop before."""
    count, start = known_ints(nodes.given(node, 0)), nodes.given(node, 1)
    going = True if start is None else nodes.constant(start)
    if going is None or not np.all(going):
        return None if going is None else 0
    if count is None or not _goes_on(node):
        return None
    return max(0, count[0])


def _goes_on(node: ir.Node) -> bool:
    """Whether the body's condition is always true."""
    body = _body(node)
    condition: Optional[ir.Value] = body.outputs[0]
    while condition is not None:
        known = nodes.constant(condition)
        if known is not None:
            return bool(np.all(known))
        if condition is body.inputs[1]:
            return True  # it is true in the first round
        producer = condition.producer()
        if producer is None or producer.op_type != "Identity":
            return False
        condition = producer.inputs[0]
    return False


def _short(node: ir.Node, opset: int) -> bool:
    rounds = _rounds(node)
    few = rounds is not None and rounds <= _ROUNDS and rounds * len(_body(node)) <= _NODES
    return few and not any(_has_graphs(inner) for inner in _body(node))


def _has_graphs(node: ir.Node) -> bool:
    kinds = (ir.AttributeType.GRAPH, ir.AttributeType.GRAPHS)
    return any(attribute.type in kinds for attribute in node.attributes.values())


def _unrolled(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    body, rounds = _body(node), _rounds(node)
    assert rounds is not None
    states: list[Any] = list(node.inputs[2:])
    scanned: list[list[Any]] = [[] for _ in body.outputs[1 + len(states) :]]
    if rounds == 0 and any(used(node, len(states) + i) for i in range(len(scanned))):
        raise Impossible("the loop never runs, and the shape of what it collects is not known")
    for index in range(rounds):
        inputs = [new.constant(index), new.constant(np.asarray(True)), *states]
        results = _copied(new, body, inputs)
        states = results[1 : 1 + len(states)]
        for rows, row in zip(scanned, results[1 + len(states) :]):
            rows.append(new.op("Unsqueeze", row, new.constant([0])))
    collected = [new.op("Concat", *rows, axis=0) if rows else new.constant(0) for rows in scanned]
    return [new.op("Identity", state) for state in states] + collected


def _copied(new: Replacement, body: ir.Graph, inputs: Sequence[Any]) -> list[Any]:
    """The body's nodes on other inputs; what it makes of them."""
    values: dict[Optional[ir.Value], Any] = dict(zip(body.inputs, inputs))
    for value in body.initializers.values():
        if value not in values:
            values[value] = new.constant(nodes.constant(value))
    for inner in body:
        given: dict[str, Any] = {a.name: a for a in inner.attributes.values()}
        read = [values.get(value, value) for value in inner.inputs]
        made = new.op(
            inner.op_type,
            *read,
            domain=inner.domain,
            outputs=len(inner.outputs),
            version=versions.opset(inner),
            **given,
        )
        values.update(zip(inner.outputs, made if isinstance(made, list) else [made]))
    return [values.get(value, value) for value in body.outputs]


def _ends_by_itself(node: ir.Node, opset: int) -> bool:
    """How long what it collects is, is known only when it has ended."""
    collects = any(used(node, i) for i in range(_states(node), len(node.outputs)))
    return collects and (nodes.given(node, 0) is None or not _goes_on(node))


def _counts_without_end(node: ir.Node, opset: int) -> bool:
    count = known_ints(nodes.given(node, 0))
    endless = nodes.given(node, 0) is None or (count is not None and count[0] > _MOST)
    return endless and bool(_body(node).inputs[0].uses())


def _state_count(node: ir.Node, opset: int, new: Replacement) -> None:
    node.replace_input_with(0, new.constant(_MOST))


# -- Scan ----------------------------------------------------------------------------------------

_AXES = ("scan_input_axes", "scan_output_axes")


def _from_the_back(node: ir.Node, opset: int) -> bool:
    return any(axis < 0 for name in _AXES for axis in ints(node, name))


def _from_the_front(node: ir.Node, opset: int, new: Replacement) -> None:
    scanned = int(nodes.attribute(node, "num_scan_inputs"))
    states = len(node.inputs) - scanned
    sides = (node.inputs[states:], node.outputs[states:])
    for name, values in zip(_AXES, sides):
        axes = ints(node, name)
        ranks = [nodes.rank(value) for value in values]
        if axes and None in ranks:
            raise Impossible("the ranks of what it scans have to be known")
        if axes:
            front = [counted([axis], rank)[0] for axis, rank in zip(axes, ranks) if rank]
            node.attributes[name] = ir.AttrInt64s(name, front)


def _without_state(node: ir.Node, opset: int) -> bool:
    return len(node.inputs) == int(nodes.attribute(node, "num_scan_inputs"))


RULES = (
    Rule(
        "Loop",
        _short,
        rewrite(_unrolled, "its rounds one after the other"),
        "TensorRT 8.6 builds few bodies of loops",
    ),
    Rule(
        "Loop",
        _ends_by_itself,
        refuse("how often the loop runs depends on the data, and TensorRT has to know before"),
        "TensorRT 8.6 collects as many rows as the trip count says, whenever the loop ends",
    ),
    Rule(
        "Loop",
        _counts_without_end,
        change(_state_count, "a trip count stated"),
        "TensorRT 8.6 does not number the rounds of a loop without one",
    ),
    Rule(
        "Scan",
        _from_the_back,
        change(_from_the_front, "axes counted from the front"),
        "TensorRT 8.6 counts them from the eighth",
    ),
    Rule(
        "Scan",
        _without_state,
        refuse("TensorRT 8.6 scans with a state only"),
        "TensorRT 8.6 looks for the first state",
    ),
)
