"""A PyTorch module's weights carried over to a network, and checked against PyTorch."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import torch

import trtplugins as tp
from trtplugins import system

BATCHES = (1, 4, 8)
TOLERANCE = 1e-4

Array = np.ndarray[Any, Any]


class Classifier(torch.nn.Module):
    """A small convolutional network with batch normalisation."""

    def __init__(self) -> None:
        """Of random weights."""
        super().__init__()
        self.conv = torch.nn.Conv2d(3, 16, 3, stride=2, padding=1, bias=False)
        self.norm = torch.nn.BatchNorm2d(16)
        self.head = torch.nn.Linear(16, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Images (n, 3, 32, 32) to scores (n, 10)."""
        h = torch.relu(self.norm(self.conv(x)))
        return self.head(h.mean(dim=(2, 3)))


def make_module(seed: int) -> Classifier:
    """As if it had been trained: the normalisation's statistics are not the first ones."""
    torch.manual_seed(seed)
    module = Classifier().eval()
    for values in (module.norm.weight.data, module.norm.running_var):
        values.uniform_(0.5, 1.5)
    for values in (module.norm.bias.data, module.norm.running_mean):
        values.normal_()
    return module


def define(module: Classifier) -> tp.Network:
    """The module in TensorRT's layers, with its weights."""
    w = {name: tensor.detach().cpu().numpy() for name, tensor in module.state_dict().items()}
    net = tp.Network()
    x = net.add_input("x", "float32", (-1, 3, 32, 32))
    # PyTorch's kernels lie as TensorRT's do: (out, in, rows, columns).
    h = net.add_convolution_nd(
        x, 16, (3, 3), w["conv.weight"], stride=(2, 2), padding=(1, 1), name="conv"
    ).get_output(0)
    # A trained batch normalisation is a factor and a sum per channel.
    factor = w["norm.weight"] / np.sqrt(w["norm.running_var"] + module.norm.eps)
    shift = w["norm.bias"] - w["norm.running_mean"] * factor
    h = net.add_scale_nd(h, "channel", shift, factor, name="norm").get_output(0)
    h = net.add_activation(h, "relu").get_output(0)
    h = net.add_reduce(h, "avg", [2, 3], name="pool").get_output(0)
    # A Linear's weight is (out, in): the second matrix, transposed.
    weight = net.add_constant((10, 16), w["head.weight"], name="head.weight").get_output(0)
    bias = net.add_constant((1, 10), w["head.bias"], name="head.bias").get_output(0)
    h = net.add_matrix_multiply(h, "none", weight, "transpose", name="head").get_output(0)
    y = net.add_elementwise(h, bias, "sum").get_output(0)
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
    module = make_module(seed=11)
    least, usual, most = [(n, 3, 32, 32) for n in BATCHES]
    # tactic_sources=0: so that cuBLAS and cuDNN need not be installed.
    engine = tp.build(
        define(module), profiles={"x": [least, usual, most]}, tf32=False, tactic_sources=0
    )
    good = True
    for n in BATCHES:
        x = torch.randn(n, 3, 32, 32)
        with torch.no_grad():
            expected = module(x).numpy()
        y = np.asarray(engine(x.numpy()))
        error = float(np.abs(y - expected).max())
        good &= y.shape == expected.shape and error <= TOLERANCE
        print(f"{n} images: y {y.shape}, largest error {error:.1e}")
    print("all right" if good else "WRONG")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
