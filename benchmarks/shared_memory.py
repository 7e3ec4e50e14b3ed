"""Device memory of two engines that share one scratch memory, against two with their own.

    python benchmarks/shared_memory.py [--output FOLDER]

Two engines of one model with large activations run in turns. Counted is what their contexts take
from the memory resource, and what the device has less while they exist. Needs a GPU.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

import trtplugins as tp
from trtplugins import _core, system
from trtplugins.bench.report import circumstances, save

MODEL = Path(__file__).resolve().parents[1] / "samples" / "models" / "mlp_block.onnx"
LARGEST = [(256, 256, 192), (128, 512, 192)]  # batch, tokens, hidden size
RUNS = 20


def engines() -> list[tp.Engine]:
    """Of shapes up to the largest; tactics are timed at small ones."""
    return [
        tp.build(
            MODEL,
            profiles={"x": [(1, 64, 192), (4, 64, 192), largest]},
            tactic_sources=0,  # so that cuBLAS and cuDNN need not be installed
        )
        for largest in LARGEST
    ]


def measure(plans: list[bytes], shared: bool) -> dict[str, Any]:
    """Bytes of scratch memory, the device's, and the time of a turn of both."""
    tracked = tp.memory.tracking(tp.memory.cuda())
    loaded = [tp.Engine(plan, allocator=tracked) for plan in plans]
    memory = None
    before, free_before = tracked.figures.current, _core.cuda.memory_info()[0]
    if shared:
        memory = tp.SharedActivations(tracked)
        memory.reserve(max(engine.device_memory_size for engine in loaded))
    contexts = [engine.context(memory=memory) for engine in loaded]
    scratch = tracked.figures.current - before
    on_device = free_before - _core.cuda.memory_info()[0]

    stream = tp.cuda.Stream()
    arrays = [[tp.cuda.empty(shape, stream=stream) for _ in range(2)] for shape in LARGEST]
    rng = np.random.default_rng(0)
    for (x, _), shape in zip(arrays, LARGEST):
        x.copy_from(rng.standard_normal(shape, np.float32))
    seconds = []
    for _ in range(2 + RUNS):
        stream.synchronize()
        start = time.perf_counter()
        for context, (x, y) in zip(contexts, arrays):
            context(x, out=y, stream=stream)
        stream.synchronize()
        seconds.append(time.perf_counter() - start)
    checksum = [float(np.abs(y.numpy()).sum(dtype=np.float64)) for _, y in arrays]
    for context in contexts:
        context.close()
    for engine in loaded:
        engine.close()
    return {
        "scratch_bytes": scratch,
        "device_bytes": on_device,
        "turn_ms": round(sorted(seconds[2:])[RUNS // 2] * 1e3, 3),
        "checksums": checksum,
    }


def main() -> int:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--output", type=Path, help="folder for the results")
    arguments = parser.parse_args()
    gpu = next(iter(system.gpus()), None)
    if gpu is None:
        print("this needs a GPU", file=sys.stderr)
        return 1
    built = engines()
    sizes = [engine.device_memory_size for engine in built]
    plans = [engine.plan for engine in built]
    for engine in built:
        engine.close()
    results = [{"way": w, **measure(plans, w == "shared")} for w in ("their own", "shared")]
    apart, together = results
    np.testing.assert_allclose(apart["checksums"], together["checksums"], rtol=1e-5)
    print(f"contexts need {' and '.join(f'{size / 2**20:.1f}' for size in sizes)} MiB")
    print(f"{'scratch memory':16}{'counted, MiB':>14}{'on device, MiB':>16}{'a turn, ms':>12}")
    for r in results:
        scratch, device = r["scratch_bytes"] / 2**20, r["device_bytes"] / 2**20
        print(f"{r['way']:16}{scratch:>14.1f}{device:>16.1f}{r['turn_ms']:>12.3f}")
    print(f"shared of apart: {together['scratch_bytes'] / apart['scratch_bytes']:.2f}")
    if arguments.output:
        content = {
            **circumstances(gpu),
            "largest_shapes": LARGEST,
            "context_bytes": sizes,
            "results": results,
        }
        print(save(content, arguments.output, "shared-memory"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
