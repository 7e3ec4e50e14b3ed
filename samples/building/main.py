"""Build an engine, keep its plan and the times of its tactics, and load it again."""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import trtplugins as tp
from trtplugins import system
from trtplugins.progress import Progress

CHANNELS = 32
SHAPE = (4, CHANNELS, 24, 24)

Array = np.ndarray[Any, Any]


def network(layers: int = 4) -> onnx.ModelProto:
    """Convolutions with a Relu after each, with seeded weights: x to y."""
    rng = np.random.default_rng(0)
    nodes, weights = [], []
    for i in range(layers):
        w = rng.standard_normal((CHANNELS, CHANNELS, 3, 3)) * np.sqrt(2 / (9 * CHANNELS))
        weights.append(numpy_helper.from_array(w.astype(np.float32), f"w{i}"))
        last, result = f"r{i - 1}" if i else "x", f"r{i}" if i < layers - 1 else "y"
        nodes.append(
            helper.make_node("Conv", [last, f"w{i}"], [f"c{i}"], f"conv{i}", pads=[1, 1, 1, 1])
        )
        nodes.append(helper.make_node("Relu", [f"c{i}"], [result], f"relu{i}"))
    values = [helper.make_tensor_value_info(n, TensorProto.FLOAT, SHAPE) for n in ("x", "y")]
    graph = helper.make_graph(nodes, "convolutions", values[:1], values[1:], weights)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def build(model: onnx.ModelProto, cache: Path) -> tuple[tp.Engine, float, int]:
    """An engine, the seconds it took, and how many layers' tactics were timed."""
    timed: set[str] = set()

    def listen(progress: Progress) -> None:
        timed.add(progress.layer)

    start = time.perf_counter()
    engine = tp.build(
        model,
        precision="fp16",
        timing_cache=cache,
        tactic_sources=0,  # so that cuBLAS and cuDNN need not be installed
        progress=listen,
    )
    return engine, time.perf_counter() - start, len(timed - {""})


def main() -> int:
    """Build twice, save, load; 0 if what was loaded computes what was built."""
    if not system.gpus():
        print("No GPU here: building an engine needs one.")
        return 0
    logging.basicConfig(level=logging.WARNING)  # TensorRT's lines: "trtplugins.tensorrt"
    model = network()
    x = np.random.default_rng(1).standard_normal(SHAPE, dtype=np.float32)
    with tempfile.TemporaryDirectory() as folder:
        cache, plan = Path(folder) / "tactics.cache", Path(folder) / "model.plan"
        build(model, Path(folder) / "warm-up.cache")  # TensorRT loads its kernels once
        engine, seconds, layers = build(model, cache)
        print(f"built in {seconds:.2f} s, tactics of {layers} layers considered")
        print(f"timing cache: {cache.stat().st_size} bytes")
        again, seconds, _ = build(model, cache)
        print(f"built again from the cache in {seconds:.2f} s")
        engine.save(plan)
        loaded = tp.Engine.load(plan)
        print(f"plan: {plan.stat().st_size} bytes; {loaded}")
        same = np.array_equal(loaded(x), engine(x))
        expected = tp.reference.run(model, {"x": x})["y"]
    error = float(np.abs(loaded(x) - expected).max() / np.abs(expected).max())
    print(f"loaded engine: same output {same}, error against the reference {error:.1e}")
    return 0 if same and error < 1e-2 and again.plan else 1


if __name__ == "__main__":
    sys.exit(main())
