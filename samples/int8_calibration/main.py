"""INT8 by calibration: ranges found from representative batches, and kept for the next build."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import trtplugins as tp
from trtplugins import system

SHAPE = (8, 16, 32, 32)
LIMIT = 0.1  # of the error, as a part of the outputs

Array = np.ndarray[Any, Any]


def network(layers: int = 3) -> onnx.ModelProto:
    """Convolutions with a Relu after each, with seeded weights: x to y."""
    rng = np.random.default_rng(0)
    nodes, weights = [], []
    for i in range(layers):
        w = rng.standard_normal((16, 16, 3, 3)) * np.sqrt(2 / 144)
        weights.append(numpy_helper.from_array(w.astype(np.float32), f"w{i}"))
        last, result = f"r{i - 1}" if i else "x", f"r{i}" if i < layers - 1 else "y"
        nodes.append(
            helper.make_node("Conv", [last, f"w{i}"], [f"c{i}"], f"conv{i}", pads=[1, 1, 1, 1])
        )
        nodes.append(helper.make_node("Relu", [f"c{i}"], [result], f"relu{i}"))
    values = [helper.make_tensor_value_info(n, TensorProto.FLOAT, SHAPE) for n in ("x", "y")]
    graph = helper.make_graph(nodes, "convolutions", values[:1], values[1:], weights)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def images(seed: int) -> Array:
    """Stands for a batch of what the network will see."""
    return np.random.default_rng(seed).standard_normal(SHAPE, dtype=np.float32)


def error_of(y: Array, expected: Array) -> float:
    """By root mean squares: what lies outside of a range is cut off, so single errors are large."""
    return float(np.sqrt(np.mean((y - expected) ** 2) / np.mean(expected**2)))


def main() -> int:
    """Calibrate, build twice and compare; 0 if the error is small and the data were read once."""
    if not system.gpus():
        print("No GPU here: building an engine needs one.")
        return 0
    model, read = network(), []

    def batches() -> Iterator[dict[str, Array]]:
        for seed in range(10):
            read.append(seed)
            yield {"x": images(seed)}

    x = images(100)
    expected = tp.reference.run(model, {"x": x})["y"]
    good = True
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "ranges.cache"
        for name in ("entropy", "minmax"):
            for attempt in ("calibrated", "from the cache"):
                read.clear()
                calibrator = getattr(tp.calibrate, name)(batches, cache=cache, key="images v1")
                engine = tp.build(
                    model,
                    precision="int8",
                    calibrator=calibrator,
                    tactic_sources=0,  # so that cuBLAS and cuDNN need not be installed
                )
                error = error_of(engine(x), expected)
                good = good and error < LIMIT and bool(read) == (attempt == "calibrated")
                print(f"{name}, {attempt}: {len(read)} batches read, error {error:.3f}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
