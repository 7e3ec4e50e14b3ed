"""A recurrent network by a loop of TensorRT's, checked against numpy."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

import trtplugins as tp
from trtplugins import system

INPUTS, HIDDEN, BATCH = 6, 16, 3
LENGTHS = (1, 5, 20)
TOLERANCE = 1e-4

Array = np.ndarray[Any, Any]


def make_weights(seed: int) -> dict[str, Array]:
    """Of h' = tanh(x @ W + h @ R + b)."""
    rng = np.random.default_rng(seed)
    shapes = {"W": (INPUTS, HIDDEN), "R": (HIDDEN, HIDDEN), "b": (1, HIDDEN)}
    return {
        name: (rng.standard_normal(shape) / shape[0] ** 0.5).astype(np.float32)
        for name, shape in shapes.items()
    }


def define(weights: dict[str, Array]) -> tp.Network:
    """From x (time, batch, INPUTS), of any length, to all states and the last one."""
    net = tp.Network()
    x = net.add_input("x", "float32", (-1, BATCH, INPUTS))
    w, r, b = (
        net.add_constant(weights[n].shape, weights[n], name=n).get_output(0)
        for n in ("W", "R", "b")
    )
    zero = net.add_constant((BATCH, HIDDEN), np.zeros((BATCH, HIDDEN), np.float32)).get_output(0)
    # The length, a number without dimensions: the first extent of x.
    first = net.add_constant((), 0).get_output(0)
    length = net.add_gather(net.add_shape(x).get_output(0), first, axis=0).get_output(0)

    loop = net.add_loop("time")
    loop.add_trip_limit(length, "count")
    now = loop.add_iterator(x, axis=0).get_output(0)
    state = loop.add_recurrence(zero, name="state")
    h = state.get_output(0)
    given = net.add_matrix_multiply(now, "none", w, "none").get_output(0)
    kept = net.add_matrix_multiply(h, "none", r, "none").get_output(0)
    both = net.add_elementwise(given, kept, "sum").get_output(0)
    shifted = net.add_elementwise(both, b, "sum").get_output(0)
    new = net.add_activation(shifted, "tanh").get_output(0)
    state.set_input(1, new)

    states = loop.add_loop_output(new, "concatenate", axis=0, length=length).get_output(0)
    last = loop.add_loop_output(h, "last_value").get_output(0)
    states.name, last.name = "states", "last"
    net.mark_output(states)
    net.mark_output(last)
    return net


def in_numpy(weights: dict[str, Array], x: Array) -> Array:
    """All states, float64."""
    w, r, b = (weights[name].astype(np.float64) for name in ("W", "R", "b"))
    h, states = np.zeros((BATCH, HIDDEN)), []
    for now in x:
        h = np.tanh(now @ w + h @ r + b)
        states.append(h)
    return np.stack(states)


def main() -> int:
    """Run the sample; 0 if every output is right."""
    gpus = system.gpus()
    if not gpus:
        print("No GPU here: TensorRT engines need one.")
        return 0
    print(f"GPU: {gpus[0]}")
    weights = make_weights(seed=7)
    least, usual, most = [(n, BATCH, INPUTS) for n in LENGTHS]
    # tactic_sources=0: so that cuBLAS and cuDNN need not be installed.
    engine = tp.build(
        define(weights), profiles={"x": [least, usual, most]}, tf32=False, tactic_sources=0
    )
    good = True
    for n in LENGTHS:
        x = np.random.default_rng(n).standard_normal((n, BATCH, INPUTS)).astype(np.float32)
        results, expected = engine(x), in_numpy(weights, x)
        error = max(
            float(np.abs(results["states"] - expected).max()),
            float(np.abs(results["last"] - expected[-1]).max()),
        )
        good &= results["states"].shape == expected.shape and error <= TOLERANCE
        print(f"{n} steps: states {results['states'].shape}, largest error {error:.1e}")
    print("all right" if good else "WRONG")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
