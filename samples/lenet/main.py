"""LeNet-5 defined layer by layer, built and checked against numpy."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

import trtplugins as tp
from trtplugins import system

TOLERANCE = 1e-4
BATCHES = (1, 3, 8)

Array = np.ndarray[Any, Any]

SHAPES = {
    "conv1.kernel": (20, 1, 5, 5),
    "conv1.bias": (20,),
    "conv2.kernel": (50, 20, 5, 5),
    "conv2.bias": (50,),
    "fc1.kernel": (500, 800),
    "fc1.bias": (1, 500),
    "fc2.kernel": (10, 500),
    "fc2.bias": (1, 10),
}


def make_weights(seed: int) -> dict[str, Array]:
    """As one would load them from a checkpoint."""
    rng = np.random.default_rng(seed)
    out = {}
    for name, shape in SHAPES.items():
        scale = np.prod(shape[1:]) ** -0.5 if name.endswith("kernel") else 0.1
        out[name] = (rng.standard_normal(shape) * scale).astype(np.float32)
    return out


def define(weights: dict[str, Array]) -> tp.Network:
    """The network: images x (n, 1, 28, 28) to probabilities y (n, 10), float32."""
    net = tp.Network()
    x = net.add_input("x", "float32", (-1, 1, 28, 28))
    for conv, maps in (("conv1", 20), ("conv2", 50)):
        kernel, bias = weights[f"{conv}.kernel"], weights[f"{conv}.bias"]
        x = net.add_convolution_nd(x, maps, (5, 5), kernel, bias, name=conv).get_output(0)
        x = net.add_pooling_nd(x, "max", (2, 2), stride=(2, 2)).get_output(0)
    x = net.add_shuffle(x, reshape=(-1, 800), name="flatten").get_output(0)
    x = dense(net, x, weights, "fc1")
    x = net.add_activation(x, "relu").get_output(0)
    x = dense(net, x, weights, "fc2")
    y = net.add_softmax(x, axis=1).get_output(0)
    y.name = "y"
    net.mark_output(y)
    return net


def dense(net: tp.Network, x: Any, weights: dict[str, Array], name: str) -> Any:
    """One fully connected layer: x @ kernel.T + bias."""
    kernel, bias = weights[f"{name}.kernel"], weights[f"{name}.bias"]
    k = net.add_constant(kernel.shape, kernel, name=f"{name}.kernel").get_output(0)
    b = net.add_constant(bias.shape, bias, name=f"{name}.bias").get_output(0)
    product = net.add_matrix_multiply(x, "none", k, "transpose", name=name).get_output(0)
    return net.add_elementwise(product, b, "sum").get_output(0)


def in_numpy(weights: dict[str, Array], x: Array) -> Array:
    """The same, float64."""
    w = {name: array.astype(np.float64) for name, array in weights.items()}
    h = x.astype(np.float64)
    for conv in ("conv1", "conv2"):
        windows = np.lib.stride_tricks.sliding_window_view(h, (5, 5), axis=(2, 3))
        h = np.einsum("nchwij,ocij->nohw", windows, w[f"{conv}.kernel"])
        h += w[f"{conv}.bias"][:, None, None]
        n, c, rows, columns = h.shape
        h = h.reshape(n, c, rows // 2, 2, columns // 2, 2).max(axis=(3, 5))
    h = np.maximum(h.reshape(len(h), -1) @ w["fc1.kernel"].T + w["fc1.bias"], 0)
    h = h @ w["fc2.kernel"].T + w["fc2.bias"]
    h = np.exp(h - h.max(axis=1, keepdims=True))
    return np.asarray(h / h.sum(axis=1, keepdims=True))


def main() -> int:
    """Run the sample; 0 if every output is right."""
    gpus = system.gpus()
    if not gpus:
        print("No GPU here: TensorRT engines need one.")
        return 0
    print(f"GPU: {gpus[0]}")
    weights = make_weights(seed=5)
    net = define(weights)
    for layer in net.layers:
        print(f"  {layer.type:16} {layer.get_output(0).shape}")
    least, *_, most = [(n, 1, 28, 28) for n in BATCHES]
    # tactic_sources=0: so that cuBLAS and cuDNN need not be installed.
    engine = tp.build(net, profiles={"x": [least, most, most]}, tf32=False, tactic_sources=0)
    good = True
    for n in BATCHES:
        x = np.random.default_rng(n).random((n, 1, 28, 28), np.float32)
        y, expected = np.asarray(engine(x)), in_numpy(weights, x)
        error = float(np.abs(y - expected).max())
        good &= y.shape == expected.shape and error <= TOLERANCE
        print(f"{n} images: classes {y.argmax(axis=1).tolist()}, largest error {error:.1e}")
    print("all right" if good else "WRONG")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
