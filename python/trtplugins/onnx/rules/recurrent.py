"""RNN, GRU and LSTM with the batch first, and the activations TensorRT reads otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, change, refuse, rewrite
from trtplugins.onnx.rules.questions import dim, text
from trtplugins.onnx.rules.rule import Rule

_CELLS = ("RNN", "GRU", "LSTM")

# As TensorRT spells them; ONNX does not mind the case.
_SPELLING = {
    name.lower(): name
    for name in (
        *("Relu", "Tanh", "Sigmoid", "LeakyRelu", "ThresholdedRelu"),
        *("ScaledTanh", "HardSigmoid", "Elu", "Softsign"),
    )
}
_TAKE_ALPHA = {"LeakyRelu", "ThresholdedRelu", "ScaledTanh", "HardSigmoid", "Elu"}
_TAKE_BETA = {"ScaledTanh", "HardSigmoid"}

_DEFAULTS = {"RNN": ["Tanh"], "GRU": ["Sigmoid", "Tanh"], "LSTM": ["Sigmoid", "Tanh", "Tanh"]}


def _activations(node: ir.Node) -> list[str]:
    found = nodes.attribute(node, "activations")
    if found:
        return [name.decode() if isinstance(name, bytes) else str(name) for name in found]
    both = text(node, "direction", "forward") == "bidirectional"
    return _DEFAULTS[node.op_type] * (2 if both else 1)


def _batch_first(node: ir.Node, opset: int) -> bool:
    return bool(nodes.attribute(node, "layout", 0))


def _time_first(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    inputs: list[Optional[ir.Value]] = list(node.inputs)
    for index in (0, 5, 6):  # X, initial_h, initial_c
        if nodes.given(node, index) is not None:
            inputs[index] = new.op("Transpose", inputs[index], perm=[1, 0, 2])
    given: dict[str, Any] = {a.name: a.value for a in node.attributes.values()}
    given.pop("layout")
    made = new.op(node.op_type, *inputs, outputs=len(node.outputs), version=opset, **given)
    results = made if isinstance(made, list) else [made]
    perms = ([2, 0, 1, 3], [1, 0, 2], [1, 0, 2])
    return [new.op("Transpose", r, perm=perm) for r, perm in zip(results, perms)]


def _unspelled(node: ir.Node, opset: int) -> bool:
    names = _activations(node)
    known = all(name.lower() in _SPELLING for name in names)
    return known and any(_SPELLING[name.lower()] != name for name in names)


def _spell(node: ir.Node, opset: int, new: Replacement) -> None:
    names = [_SPELLING[name.lower()] for name in _activations(node)]
    node.attributes["activations"] = ir.AttrStrings("activations", names)


def _unknown(node: ir.Node, opset: int) -> bool:
    return any(name.lower() not in _SPELLING for name in _activations(node))


def _scaled_out_of_order(node: ir.Node, opset: int) -> bool:
    """TensorRT reads these lists by place, ONNX in the order of the functions that take one."""
    if node.op_type == "LSTM":
        return False
    names = _activations(node)
    alphas = len(nodes.attribute(node, "activation_alpha", ()))
    betas = len(nodes.attribute(node, "activation_beta", ()))
    return not (set(names[:alphas]) <= _TAKE_ALPHA and set(names[:betas]) <= _TAKE_BETA)


def _different_directions(node: ir.Node, opset: int) -> bool:
    names = _activations(node)
    both = text(node, "direction", "forward") == "bidirectional"
    return both and names[: len(names) // 2] != names[len(names) // 2 :]


def _coupled(node: ir.Node, opset: int) -> bool:
    return bool(nodes.attribute(node, "input_forget", 0))


def _without_size(node: ir.Node, opset: int) -> bool:
    return "hidden_size" not in node.attributes


def _state_size(node: ir.Node, opset: int, new: Replacement) -> None:
    size = dim(node.inputs[2], 2)
    if size is None:
        raise Impossible("attribute 'hidden_size' is missing, and R does not tell it")
    node.attributes["hidden_size"] = ir.AttrInt64("hidden_size", size)


_ROWS = (
    (
        _without_size,
        change(_state_size, "hidden_size stated"),
        "TensorRT 8.6 does not do without it",
    ),
    (
        _unknown,
        refuse("TensorRT 8.6 has not all of its activations"),
        "TensorRT 8.6 has no Affine, and a Softplus of zero",
    ),
    (_unspelled, change(_spell, "activations spelled"), "TensorRT 8.6 minds the case"),
    (
        _scaled_out_of_order,
        refuse("activation_alpha or activation_beta of a function behind one that takes none"),
        "TensorRT 8.6 gives them to the wrong function",
    ),
    (
        _different_directions,
        refuse("TensorRT 8.6 has the same activations in both directions"),
        "TensorRT 8.6 has the same activations in both directions",
    ),
    (
        _batch_first,
        rewrite(_time_first, "transposed, so that time comes first"),
        "TensorRT 8.6 ignores the layout",
    ),
)

RULES = (
    *(Rule(op, *row) for op in _CELLS for row in _ROWS),
    Rule(
        "LSTM",
        _coupled,
        refuse("TensorRT 8.6 has no coupled input and forget gates"),
        "TensorRT 8.6 has no coupled input and forget gates",
    ),
)
