"""A Caffe model, deploy prototxt and weights, imported with a dynamic batch, and run."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from caffemodel import write

import trtplugins as tp
from trtplugins import system

DEPLOY = Path(__file__).with_name("deploy.prototxt")
LIMIT = 1e-5  # largest error of a probability

Array = np.ndarray[Any, Any]
Layers = dict[str, tuple[str, list[Array]]]


def weights(rng: np.random.Generator) -> Layers:
    """Seeded weights for the layers that have some."""
    return {
        "conv1": (
            "Convolution",
            [rng.standard_normal((8, 1, 5, 5)) / 5, rng.standard_normal(8) / 5],
        ),
        "fc1": (
            "InnerProduct",
            [rng.standard_normal((10, 8 * 12 * 12)) / 34, rng.standard_normal(10)],
        ),
    }


def reference(x: Array, layers: Layers) -> Array:
    """The probabilities by NumPy, in float64."""
    kernel, bias = layers["conv1"][1]
    patches = np.lib.stride_tricks.sliding_window_view(x.astype(np.float64), (5, 5), (2, 3))
    conv = np.einsum("nchwij,ocij->nohw", patches, kernel) + bias[:, None, None]
    n, c, h, w = conv.shape
    pooled = conv.reshape(n, c, h // 2, 2, w // 2, 2).max((3, 5))
    matrix, offset = layers["fc1"][1]
    logits = np.maximum(pooled, 0).reshape(n, -1) @ matrix.T + offset
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True))


def main() -> int:
    """Build and run; 0 if the output is right."""
    if not system.gpus():
        print("No GPU here: building an engine needs one.")
        return 0
    rng = np.random.default_rng(0)
    layers = weights(rng)
    with tempfile.TemporaryDirectory() as folder:
        learned = Path(folder) / "digits.caffemodel"
        write(learned, layers)
        engine = tp.build(
            DEPLOY,
            weights=learned,
            inputs={"image": (-1, 1, 28, 28)},  # the file's batch, 1, made dynamic
            outputs=["prob"],
            profiles={"image": [(1, 1, 28, 28), (8, 1, 28, 28), (32, 1, 28, 28)]},
            tf32=False,
            tactic_sources=0,  # so that cuBLAS and cuDNN need not be installed
        )
    print(engine)
    good = True
    for batch in (1, 5, 32):
        x = rng.standard_normal((batch, 1, 28, 28)).astype(np.float32)
        prob = np.asarray(engine(x))
        error = float(np.abs(prob.reshape(batch, 10) - reference(x, layers)).max())
        good = good and error <= LIMIT
        print(f"batch {batch}: output {prob.shape}, largest error against NumPy {error:.1e}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
