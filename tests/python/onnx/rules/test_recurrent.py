"""RNN, GRU and LSTM."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting

GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}
OUTPUTS = {"RNN": 2, "GRU": 2, "LSTM": 3}


def cell(op: str, rng: np.random.Generator, *, first: int = 1, states: bool = True) -> Any:
    """Inputs of a cell, with the batch first if `first`."""
    time, batch, size, hidden = 4, 3, 2, 5
    normal = rng.standard_normal
    shape, state = (time, batch, size), (1, batch, hidden)
    inputs: dict[str, Any] = {
        "X": normal(shape),
        "W": normal((1, GATES[op] * hidden, size)),
        "R": normal((1, GATES[op] * hidden, hidden)),
        "B": normal((1, 2 * GATES[op] * hidden)),
        "lengths": None,
        "h": normal(state) if states else None,
    }
    if op == "LSTM":
        inputs["c"] = normal(state) if states else None
    inputs = {n: None if a is None else a.astype(np.float32) for n, a in inputs.items()}
    if first:
        for name in ("X", "h", "c"):
            if inputs.get(name) is not None:
                inputs[name] = inputs[name].transpose(1, 0, 2)
    return inputs


@pytest.mark.parametrize("op", GATES)
@pytest.mark.parametrize("states", [False, True])
def test_batch_first(op: str, states: bool, rng: np.random.Generator) -> None:
    inputs = cell(op, rng, states=states)
    made = adapting.model(op, inputs, outputs=OUTPUTS[op], hidden_size=5, layout=1)
    adapted, report = adapting.adapt(made)
    adapting.check(adapted)
    given = {name: array for name, array in inputs.items() if array is not None}
    # onnx.reference does not take a batch first of more than the states: time first it is.
    last = {n: a.transpose(1, 0, 2) if n in "Xhc" else a for n, a in given.items()}
    plain = adapting.model(op, {**inputs, **last}, outputs=OUTPUTS[op], hidden_size=5)
    expected = adapting.run(*adapting.adapt(plain), last)
    perms = [(2, 0, 1, 3), (1, 0, 2), (1, 0, 2)]
    for got, wanted, perm in zip(adapting.run(adapted, report, given), expected, perms):
        np.testing.assert_allclose(got, wanted.transpose(perm), 1e-5, 1e-6)


def test_spelling_and_size(rng: np.random.Generator) -> None:
    inputs = cell("RNN", rng, first=0)
    made = adapting.model("RNN", inputs, activations=["tanh"])
    adapted, _ = adapting.adapt(made)
    (node,) = adapted.graph.node
    attributes = {a.name: adapting.onnx.helper.get_attribute_value(a) for a in node.attribute}
    assert attributes == {"activations": [b"Tanh"], "hidden_size": 5}


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ({"activations": ["Affine"]}, "not all of its activations"),
        ({"activations": ["Softplus"]}, "not all of its activations"),
        ({"activations": ["Tanh"], "activation_alpha": [0.1]}, "behind one that takes none"),
    ],
)
def test_refused(attributes: dict[str, Any], reason: str, rng: np.random.Generator) -> None:
    made = adapting.model("RNN", cell("RNN", rng, first=0), hidden_size=5, **attributes)
    assert reason in adapting.refusal(made)


def test_coupled_gates_are_refused(rng: np.random.Generator) -> None:
    made = adapting.model("LSTM", cell("LSTM", rng, first=0), hidden_size=5, input_forget=1)
    assert "coupled" in adapting.refusal(made)
