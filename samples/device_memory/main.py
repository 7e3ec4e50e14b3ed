"""TensorRT's device memory under the application's control: counted, limited, shared."""

from __future__ import annotations

import argparse
import importlib.util
import logging
import sys
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

import trtplugins as tp
from trtplugins import memory, system

MODEL = Path(__file__).resolve().parents[1] / "models" / "mlp_block.onnx"
SHAPES = [(1, 128, 192), (8, 128, 192), (64, 128, 192)]  # batch, tokens, hidden size
# Largest error, as a part of the largest output: TensorRT multiplies FP32 matrices in TF32.
LIMIT = 5e-3

Array = np.ndarray[Any, Any]


def main() -> int:
    """Run the demonstration; 0 if all outputs and all figures are right."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    logging.basicConfig(format="%(name)s: %(message)s")  # leaks would be reported
    console = Console(width=None if sys.stdout.isatty() else 110)
    gpu = next(iter(system.gpus()), None)
    if gpu is None:
        console.print("TensorRT engines need a GPU, and there is none here.")
        return 0
    console.print(f"on {gpu}", markup=False)
    x = np.random.default_rng(20).standard_normal(SHAPES[1], np.float32)
    (expected,) = tp.reference.run(str(MODEL), {"x": x}).values()
    plan, counted = count(console, x, expected)
    checks = [counted, limit(console, plan, x, expected)]
    if importlib.util.find_spec("torch"):
        checks.append(share_with_pytorch(console, plan, x, expected))
    return 0 if all(checks) else 1


def count(console: Console, x: Array, expected: Array) -> tuple[bytes, bool]:
    """Build, load and run with one resource, and show which step took how much."""
    console.rule("Counted by tag")
    arena = memory.arena(memory.cuda(), "64 MiB")
    resource = memory.tracking(memory.limit(arena, "4 GiB"))
    console.print(resource)
    with resource.tag("build"):
        built = tp.build(
            MODEL,
            profiles={"x": SHAPES},
            workspace="256 MiB",
            tactic_sources=0,  # so that cuBLAS and cuDNN need not be installed
            allocator=resource,
        )
        plan = built.plan
        built.close()
    with resource.tag("engine: weights"):
        engine = tp.Engine(plan, allocator=resource)
    with resource.tag("context: activations"):
        context = engine.context()
    with resource.tag("call: inputs and outputs"):
        right = report(console, "output", context(x), expected)

    table = Table("tag", "allocations", "in use, MiB", "peak, MiB", "in all, MiB")
    figures = {**resource.tags, "all": resource.figures}
    for tag, f in figures.items():
        sizes = (f"{size / 2**20:.2f}" for size in (f.current, f.peak, f.total))
        table.add_row(tag or "(none)", str(f.allocations), *sizes)
    console.print(table)
    console.print(f"the arena took {arena.reserved / 2**20:.0f} MiB from cudaMalloc")

    context.close()
    engine.close()
    left = resource.figures.live
    console.print(f"closed: {left} allocations left, {arena.trim() / 2**20:.0f} MiB given back")
    return plan, right and left == 0 and arena.reserved == 0


def limit(console: Console, plan: bytes, x: Array, expected: Array) -> bool:
    """Make contexts until the limit is reached; the engine works on."""
    console.rule("Limited")
    resource = memory.limit(memory.async_pool(), "256 MiB")
    engine = tp.Engine(plan, allocator=resource)
    contexts = [engine.context()]
    first = contexts[0](x)  # its inputs and outputs count, too
    refusal = ""
    while not refusal and len(contexts) < 1000:
        try:
            contexts.append(engine.context())
        except memory.OutOfMemory as error:
            refusal = str(error)
    console.print(f"context number {len(contexts) + 1} of {resource.name}:")
    console.print(refusal, style="red", markup=False, soft_wrap=True)
    again = report(console, "the first context afterwards", contexts[0](x), expected)
    while len(contexts) > 1:
        contexts.pop().close()
    with engine.context() as another:
        another_works = report(console, "a new one, once there is room", another(x), expected)
    np.testing.assert_array_equal(first, contexts[0](x))
    contexts[0].close()
    engine.close()
    console.print(f"closed: {resource.in_use} bytes in use")
    return again and another_works and "limit(async_pool)" in refusal and resource.in_use == 0


def share_with_pytorch(console: Console, plan: bytes, x: Array, expected: Array) -> bool:
    """TensorRT's memory from PyTorch's caching allocator, tensors in and out."""
    import torch

    console.rule("PyTorch's caching allocator")
    if not torch.cuda.is_available():
        console.print("PyTorch has no GPU here.")
        return True
    before = torch.cuda.memory_allocated()
    engine = tp.Engine(plan, allocator=memory.torch())
    y = engine(torch.from_numpy(x).cuda())
    used = torch.cuda.memory_allocated() - before
    console.print(f"torch.cuda.memory_allocated(): {used / 2**20:.2f} MiB more")
    right = report(console, "output", y.cpu().numpy(), expected)
    del y
    engine.close()
    left = torch.cuda.memory_allocated() - before
    console.print(f"closed: {left} bytes left")
    return right and used >= engine_size(plan) and left == 0


def engine_size(plan: bytes) -> int:
    """What a context of the engine takes."""
    with tp.Engine(plan) as engine:
        return engine.device_memory_size


def report(console: Console, what: str, y: Array, expected: Array) -> bool:
    """Compare with the reference; whether it is right."""
    error = float(np.abs(y - expected).max() / np.abs(expected).max())
    right = y.shape == expected.shape and error <= LIMIT
    verdict = "good" if right else f"more than {LIMIT}"
    console.print(f"{what}: largest error {error:.1e} of the largest output: {verdict}")
    return right


if __name__ == "__main__":
    sys.exit(main())
