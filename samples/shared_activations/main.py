"""Engines that never run at once, in one scratch memory that the application gives them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

import trtplugins as tp
from trtplugins import system

MODEL = Path(__file__).resolve().parents[1] / "models" / "mlp_block.onnx"
LARGEST = {"short": (64, 64, 192), "long": (32, 512, 192)}  # batch, tokens, hidden size
# Largest error, as a part of the largest output: TensorRT multiplies FP32 matrices in TF32.
LIMIT = 5e-3

Array = np.ndarray[Any, Any]


def main() -> int:
    """Count scratch memory of contexts, apart and shared; 0 if outputs and figures are right."""
    if not system.gpus():
        print("No GPU here: building an engine needs one.")
        return 0
    engines = {
        name: tp.build(
            MODEL,
            profiles={"x": [(1, 64, 192), (4, 64, 192), largest]},
            tactic_sources=0,  # so that cuBLAS and cuDNN need not be installed
        )
        for name, largest in LARGEST.items()
    }
    sizes = {name: engine.device_memory_size for name, engine in engines.items()}
    for name, size in sizes.items():
        print(f"{name}: a context needs {size / 2**20:.2f} MiB")
    apart = sum(sizes.values())

    scratch = tp.memory.tracking(tp.memory.cuda())
    shared = tp.SharedActivations(scratch)
    shared.reserve(max(sizes.values()))  # at once what the largest needs, rather than by growing
    contexts = {name: engine.context(memory=shared) for name, engine in engines.items()}
    taken = scratch.figures.peak
    print(f"apart {apart / 2**20:.2f} MiB, shared {taken / 2**20:.2f} MiB")
    good = taken == max(sizes.values()) == shared.size

    # On two streams, in turns and without waiting: each run waits for the one before by itself.
    rng = np.random.default_rng(5)
    streams = {name: tp.cuda.Stream() for name in engines}
    inputs, outputs = {}, {}
    for name, largest in LARGEST.items():
        inputs[name] = rng.standard_normal(largest, np.float32)
        x = tp.cuda.empty(largest, stream=streams[name]).copy_from(inputs[name])
        outputs[name] = (x, tp.cuda.empty(largest, stream=streams[name]))
    for _ in range(20):
        for name, context in contexts.items():
            x, y = outputs[name]
            context(x, out=y, stream=streams[name])
    for name in contexts:
        (expected,) = tp.reference.run(str(MODEL), {"x": inputs[name]}).values()
        found: Array = outputs[name][1].numpy()
        error = float(np.abs(found - expected).max() / np.abs(expected).max())
        good = good and error <= LIMIT
        print(f"{name}: largest error {error:.1e} of the largest output")

    for context in contexts.values():
        context.close()
    for engine in engines.values():
        engine.close()
    del contexts, context, shared
    print(f"closed: {scratch.figures.current} bytes of scratch memory left")
    return 0 if good and scratch.figures.current == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
