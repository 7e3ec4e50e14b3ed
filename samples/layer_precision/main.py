"""Precisions of single layers: most of a network in FP16, and what would overflow in FP32."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

import trtplugins as tp
from trtplugins import system

SIZE, BATCH = 64, 4
# Of the largest output. The two products in FP16 have ten bits of mantissa.
TOLERANCE = 1e-2

Array = np.ndarray[Any, Any]


def make_weights(seed: int) -> dict[str, Array]:
    """Two matrices."""
    rng = np.random.default_rng(seed)
    return {
        name: (rng.standard_normal((SIZE, SIZE)) / SIZE**0.5).astype(np.float32)
        for name in ("first", "second")
    }


def define(weights: dict[str, Array], *, careful: bool) -> tp.Network:
    """Y = normalised(x @ first * 1000) @ second.

    The normalisation squares numbers of some thousands: more than FP16 holds, 65504.
    """
    net = tp.Network()
    x = net.add_input("x", "float32", (BATCH, SIZE))
    first, second = (
        net.add_constant(weights[n].shape, weights[n], name=f"{n}.weight").get_output(0)
        for n in ("first", "second")
    )
    h = net.add_matrix_multiply(x, "none", first, "none", name="first", precision="fp16")
    large = net.add_constant((1, 1), [1000.0], name="thousand").get_output(0)
    narrow = "fp32" if careful else "fp16"
    scaled = net.add_elementwise(
        h.get_output(0), large, "prod", name="norm.scaled", precision=narrow
    )
    s = scaled.get_output(0)
    squares = net.add_elementwise(s, s, "prod", name="norm.squares", precision=narrow)
    mean = net.add_reduce(
        squares.get_output(0), "avg", [1], True, name="norm.mean", precision=narrow
    )
    root = net.add_unary(mean.get_output(0), "sqrt", name="norm.root", precision=narrow)
    normal = net.add_elementwise(
        s, root.get_output(0), "div", name="norm.divided", precision=narrow
    )
    for layer in (scaled, squares, mean, root, normal):
        layer.set_output_type(0, narrow)
    out = net.add_matrix_multiply(
        normal.get_output(0), "none", second, "none", name="second", precision="fp16"
    )
    y = out.get_output(0)
    y.name = "y"
    net.mark_output(y)
    return net


def in_numpy(weights: dict[str, Array], x: Array) -> Array:
    """The same, float64."""
    h = x.astype(np.float64) @ weights["first"].astype(np.float64) * 1000
    h /= np.sqrt((h * h).mean(axis=1, keepdims=True))
    return np.asarray(h @ weights["second"].astype(np.float64))


def main() -> int:
    """Run the sample; 0 if the careful network is right."""
    gpus = system.gpus()
    if not gpus:
        print("No GPU here: TensorRT engines need one.")
        return 0
    print(f"GPU: {gpus[0]}")
    weights = make_weights(seed=3)
    x = np.random.default_rng(0).standard_normal((BATCH, SIZE)).astype(np.float32)
    expected = in_numpy(weights, x)
    good = True
    for careful in (False, True):
        net = define(weights, careful=careful)
        # "obey": what a layer is told is kept to, or the build fails. tactic_sources=0: so that
        # cuBLAS and cuDNN need not be installed.
        engine = tp.build(
            net,
            precision="fp16",
            precision_constraints="obey",
            profiling_verbosity="detailed",
            tactic_sources=0,
        )
        y = np.asarray(engine(x), np.float64)
        error = float(np.abs(y - expected).max() / np.abs(expected).max())
        what = "normalisation in FP32" if careful else "everything in FP16"
        print(f"{what}: largest error {error:.1e} of the largest output")
        for layer in engine.inspect().layers:
            print(f"  {layer.name}")
        if careful:
            good &= error <= TOLERANCE
    print("all right" if good else "WRONG")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
