"""Shapes as values: computed from other shapes, and given when the engine runs."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

import trtplugins as tp
from trtplugins import system

CHANNELS, SIDE = 2, 8
TOLERANCE = 1e-5

Array = np.ndarray[Any, Any]


def define() -> tp.Network:
    """Crops images x to the first `size` rows and columns, and lays each out in one row.

    x is (n, CHANNELS, SIDE, SIDE); size, two numbers of int32, is an input like any other, but the
    engine takes it in host memory: TensorRT has to know it before it starts.
    """
    net = tp.Network()
    x = net.add_input("x", "float32", (-1, CHANNELS, SIDE, SIDE))
    size = net.add_input("size", "int32", (2,))
    shape = net.add_shape(x, name="shape of x").get_output(0)
    # (n, CHANNELS) of the input's own shape, then the extents that are given.
    front = net.add_slice(shape, (0,), (2,), (1,)).get_output(0)
    extents = net.add_concatenation([front, size], axis=0).get_output(0)
    cropped = net.add_slice(x, (0, 0, 0, 0), extents, (1, 1, 1, 1), name="crop").get_output(0)
    # n again, and -1: whatever is left over.
    batch = net.add_slice(shape, (0,), (1,), (1,)).get_output(0)
    rest = net.add_constant((1,), [-1]).get_output(0)
    rows = net.add_concatenation([batch, rest], axis=0).get_output(0)
    y = net.add_shuffle(cropped, reshape=rows, name="flatten").get_output(0)
    y.name = "y"
    net.mark_output(y)
    return net


def main() -> int:
    """Run the sample; 0 if every output is right."""
    gpus = system.gpus()
    if not gpus:
        print("No GPU here: TensorRT engines need one.")
        return 0
    print(f"GPU: {gpus[0]}")
    profile = {
        "x": [(n, CHANNELS, SIDE, SIDE) for n in (1, 2, 4)],
        "size": [(1, 1), (4, 4), (SIDE, SIDE)],  # of a shape tensor: its values
    }
    # tactic_sources=0: so that cuBLAS and cuDNN need not be installed.
    engine = tp.build(define(), profiles=profile, tactic_sources=0)
    print(", ".join(f"{t.name}: {t.location} memory" for t in engine.inputs))
    good = True
    for n, rows, columns in ((1, 4, 4), (4, 8, 8), (3, 1, 5)):
        x = np.random.default_rng(n).random((n, CHANNELS, SIDE, SIDE), np.float32)
        y = np.asarray(engine(x=x, size=np.array([rows, columns], np.int32)))
        expected = x[:, :, :rows, :columns].reshape(n, -1)
        fits = y.shape == expected.shape
        error = float(np.abs(y - expected).max()) if fits else np.inf
        good &= error <= TOLERANCE
        print(f"{n} images to {rows} x {columns}: y {y.shape}, largest error {error:.1e}")
    print("all right" if good else "WRONG")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
