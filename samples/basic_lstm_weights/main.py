"""An LSTM with the weights of TensorFlow's BasicLSTMCell, checked against numpy."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

import trtplugins as tp
from trtplugins import system
from trtplugins.network import Tensor

INPUTS, HIDDEN, BATCH = 10, 24, 2
LENGTHS = (1, 6, 30)
GATES = ("i", "j", "f", "o")  # input, new values, forget, output: the order in the kernel
FORGET_BIAS = 1.0  # BasicLSTMCell adds it when it runs: it is not in the bias of a checkpoint
TOLERANCE = 1e-4

Array = np.ndarray[Any, Any]


def checkpoint(seed: int) -> dict[str, Array]:
    """What a checkpoint of a BasicLSTMCell has: kernel (INPUTS + HIDDEN, 4 HIDDEN) and bias."""
    rng = np.random.default_rng(seed)
    rows, columns = INPUTS + HIDDEN, 4 * HIDDEN
    return {
        "kernel": (rng.standard_normal((rows, columns)) / rows**0.5).astype(np.float32),
        "bias": (rng.standard_normal(columns) * 0.1).astype(np.float32),
    }


def converted(cell: dict[str, Array]) -> dict[str, Array]:
    """The matrices of inputs and of states, and the bias with FORGET_BIAS in its place."""
    bias = cell["bias"].copy()
    start = GATES.index("f") * HIDDEN
    bias[start : start + HIDDEN] += FORGET_BIAS
    return {
        "W": np.ascontiguousarray(cell["kernel"][:INPUTS]),
        "R": np.ascontiguousarray(cell["kernel"][INPUTS:]),
        "b": bias[None],
    }


def define(weights: dict[str, Array]) -> tp.Network:
    """From x (time, batch, INPUTS) to all outputs h of the cell, and the last state c."""
    net = tp.Network()

    def constant(name: str, array: Array) -> Tensor:
        return net.add_constant(array.shape, array, name=name).get_output(0)

    def product(a: Tensor, b: Tensor) -> Tensor:
        return net.add_matrix_multiply(a, "none", b, "none").get_output(0)

    def combine(a: Tensor, b: Tensor, operation: str) -> Tensor:
        return net.add_elementwise(a, b, operation).get_output(0)

    x = net.add_input("x", "float32", (-1, BATCH, INPUTS))
    w, r, b = (constant(name, weights[name]) for name in ("W", "R", "b"))
    zero = constant("zero", np.zeros((BATCH, HIDDEN), np.float32))
    first = net.add_constant((), 0).get_output(0)
    length = net.add_gather(net.add_shape(x).get_output(0), first, axis=0).get_output(0)

    loop = net.add_loop("time")
    loop.add_trip_limit(length, "count")
    now = loop.add_iterator(x).get_output(0)
    last_h, last_c = (loop.add_recurrence(zero, name=name) for name in ("h", "c"))
    total = combine(product(now, w), product(last_h.get_output(0), r), "sum")
    total = combine(total, b, "sum")
    gates = {}
    for k, gate in enumerate(GATES):
        part = net.add_slice(total, (0, k * HIDDEN), (BATCH, HIDDEN), (1, 1), name=f"gate {gate}")
        kind = "tanh" if gate == "j" else "sigmoid"
        gates[gate] = net.add_activation(part.get_output(0), kind).get_output(0)
    kept = combine(last_c.get_output(0), gates["f"], "prod")
    c = combine(kept, combine(gates["i"], gates["j"], "prod"), "sum")
    h = combine(net.add_activation(c, "tanh").get_output(0), gates["o"], "prod")
    last_h.set_input(1, h)
    last_c.set_input(1, c)

    every = loop.add_loop_output(h, "concatenate", 0, length).get_output(0)
    final = loop.add_loop_output(last_c.get_output(0), "last_value").get_output(0)
    every.name, final.name = "h", "c"
    net.mark_output(every)
    net.mark_output(final)
    return net


def in_numpy(cell: dict[str, Array], x: Array) -> tuple[Array, Array]:
    """BasicLSTMCell by its definition, with the checkpoint as it is, float64."""
    kernel, bias = cell["kernel"].astype(np.float64), cell["bias"].astype(np.float64)
    h = c = np.zeros((BATCH, HIDDEN))
    every = []
    for now in x.astype(np.float64):
        i, j, f, o = np.split(np.concatenate([now, h], axis=1) @ kernel + bias, 4, axis=1)
        c = c * sigmoid(f + FORGET_BIAS) + sigmoid(i) * np.tanh(j)
        h = np.tanh(c) * sigmoid(o)
        every.append(h)
    return np.stack(every), c


def sigmoid(x: Array) -> Array:
    """The logistic function."""
    return np.asarray(1 / (1 + np.exp(-x)))


def main() -> int:
    """Run the sample; 0 if every output is right."""
    gpus = system.gpus()
    if not gpus:
        print("No GPU here: TensorRT engines need one.")
        return 0
    print(f"GPU: {gpus[0]}")
    cell = checkpoint(seed=4)
    least, usual, most = [(n, BATCH, INPUTS) for n in LENGTHS]
    net = define(converted(cell))
    # tactic_sources=0: so that cuBLAS and cuDNN need not be installed.
    engine = tp.build(net, profiles={"x": [least, usual, most]}, tf32=False, tactic_sources=0)
    good = True
    for n in LENGTHS:
        x = np.random.default_rng(n).standard_normal((n, BATCH, INPUTS)).astype(np.float32)
        results = engine(x)
        h, c = in_numpy(cell, x)
        error = float(max(np.abs(results["h"] - h).max(), np.abs(results["c"] - c).max()))
        good &= results["h"].shape == h.shape and error <= TOLERANCE
        print(f"{n} steps: h {results['h'].shape}, largest error {error:.1e}")
    print("all right" if good else "WRONG")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
