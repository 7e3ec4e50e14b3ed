"""Many batches through one engine: a context, a stream and pinned memory for each in flight."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import trtplugins as tp
from trtplugins import system

MODEL = Path(__file__).resolve().parents[1] / "models" / "mlp_block.onnx"
SHAPE = (16, 128, 192)  # batch, tokens, hidden size
BATCHES, IN_FLIGHT = 24, 3
# Largest error, as a part of the largest output: TensorRT multiplies FP32 matrices in TF32.
LIMIT = 5e-3

Array = np.ndarray[Any, Any]


class Slot:
    """All that one batch in flight needs."""

    def __init__(self, engine: tp.Engine) -> None:
        self.context = engine.context()
        self.stream, self.done = tp.cuda.Stream(), tp.cuda.Event()
        self.given, self.result = (tp.cuda.pinned(SHAPE) for _ in range(2))
        self.x, self.y = (tp.cuda.empty(SHAPE, stream=self.stream) for _ in range(2))

    def start(self, batch: Array) -> None:
        """Queue copy, run and copy; returns before any of it is done."""
        self.given[...] = batch
        self.x.copy_from(self.given)
        self.context(self.x, out=self.y, stream=self.stream)
        self.y.copy_to(self.result)
        self.done.record(self.stream)

    def finish(self) -> Array:
        """Wait for this batch alone."""
        self.done.synchronize()
        return self.result.copy()


def one_by_one(engine: tp.Engine, batches: Iterable[Array]) -> Iterator[Array]:
    """The plain way: each call copies, runs, copies and waits."""
    for batch in batches:
        yield engine(batch)


def pipelined(slots: list[Slot], batches: list[Array]) -> Iterator[Array]:
    """While the GPU works on some batches the host prepares the next."""
    for i, batch in enumerate(batches):
        slot = slots[i % len(slots)]
        if i >= len(slots):
            yield slot.finish()
        slot.start(batch)
    for i in range(max(len(batches) - len(slots), 0), len(batches)):
        yield slots[i % len(slots)].finish()


def threaded(engine: tp.Engine, batches: list[Array]) -> list[Array]:
    """A context per thread; the calls of each wait for its own work only."""
    results: list[Array] = [np.empty(0)] * len(batches)

    def work(first: int) -> None:
        with engine.context() as context:
            for i in range(first, len(batches), IN_FLIGHT):
                results[i] = context(batches[i])

    threads = [threading.Thread(target=work, args=(first,)) for first in range(IN_FLIGHT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def main() -> int:
    """Run all ways; 0 if every output of each is right."""
    if not system.gpus():
        print("No GPU here: building an engine needs one.")
        return 0
    engine = tp.build(
        MODEL,
        profiles={"x": [SHAPE, SHAPE, SHAPE]},
        tactic_sources=0,  # so that cuBLAS and cuDNN need not be installed
    )
    rng = np.random.default_rng(7)
    batches = [rng.standard_normal(SHAPE, np.float32) for _ in range(BATCHES)]
    slots = [Slot(engine) for _ in range(IN_FLIGHT)]
    ways: dict[str, Callable[[], Iterable[Array]]] = {
        "one by one": lambda: one_by_one(engine, batches),
        f"{IN_FLIGHT} in flight": lambda: pipelined(slots, batches),
        f"{IN_FLIGHT} threads": lambda: threaded(engine, batches),
    }
    (expected,) = tp.reference.run(str(MODEL), {"x": batches[0]}).values()
    wanted = list(one_by_one(engine, batches))
    error = float(np.abs(wanted[0] - expected).max() / np.abs(expected).max())
    good = error <= LIMIT
    print(f"largest error of the first batch: {error:.1e} of the largest output")
    for name, way in ways.items():
        list(way())  # the first time pinned memory is made, contexts are, and so on
        start = time.perf_counter()
        results = list(way())
        milliseconds = (time.perf_counter() - start) * 1e3
        same = all(np.allclose(r, w, rtol=1e-4, atol=1e-4) for r, w in zip(results, wanted))
        good = good and same and len(results) == BATCHES
        verdict = "the same outputs" if same else "OTHER OUTPUTS"
        print(f"{name}: {BATCHES} batches in {milliseconds:.1f} ms, {verdict}")
    for slot in slots:
        slot.context.close()
    engine.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
