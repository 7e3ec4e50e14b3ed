"""What memory costs: random allocations and deallocations by threads, through each resource.

    python benchmarks/allocators.py [--rounds 7] [--output FOLDER]

Threads of C++ allocate and free; where a resource ends in Python functions, what Python takes is
measured with functions that do nothing. Times are the host's. Needs a GPU.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import secrets
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from trtplugins import _core, memory, system
from trtplugins.bench.report import circumstances, save

SIZES = {"256 B to 4 MiB": (256, 4 << 20), "1 MiB to 64 MiB": (1 << 20, 64 << 20)}
BASE = "cudaMalloc"  # what the others are compared with

TORCH_SOURCE = """
#include <c10/cuda/CUDACachingAllocator.h>
extern "C" void* trtp_allocate(size_t size, cudaStream_t stream) {
  return c10::cuda::CUDACachingAllocator::raw_alloc_with_stream(size, stream);
}
extern "C" void trtp_deallocate(void* address, size_t, cudaStream_t) {
  c10::cuda::CUDACachingAllocator::raw_delete(address);
}
"""


def python_that_does_nothing() -> memory.MemoryResource:
    """For what calling Python takes; nobody uses the addresses."""
    addresses = itertools.count(1 << 40, 1 << 30)
    return memory.callback(lambda size, stream: next(addresses), lambda *_: None)


@functools.lru_cache
def torch_functions() -> tuple[int, int]:
    """Addresses of C++ functions, compiled here, that PyTorch's caching allocator is behind."""
    import ctypes

    import torch
    from torch.utils import cpp_extension

    torch.cuda.init()
    with tempfile.TemporaryDirectory(prefix="trtplugins-") as folder:
        source = Path(folder, "allocator.cpp")
        source.write_text(TORCH_SOURCE)
        cpp_extension.load(
            "trtp_torch_allocator",
            [str(source)],
            build_directory=folder,
            with_cuda=True,
            is_python_module=False,
        )
        # PyTorch names it anew when it has compiled another one of that name.
        (file,) = Path(folder).glob("*.so")
        library = ctypes.CDLL(str(file))  # which stays loaded
    functions = (library.trtp_allocate, library.trtp_deallocate)
    allocate, deallocate = (ctypes.cast(f, ctypes.c_void_p).value or 0 for f in functions)
    return allocate, deallocate


def torch_from_cpp() -> memory.MemoryResource:
    """PyTorch's caching allocator by functions of C++."""
    return memory.callback(*torch_functions(), name="torch, from C++")


RESOURCES: dict[str, Callable[[], memory.MemoryResource]] = {
    BASE: memory.cuda,
    "async_pool": memory.async_pool,
    "arena(cuda)": lambda: memory.arena(memory.cuda(), "256 MiB"),
    "arena(async_pool)": lambda: memory.arena(memory.async_pool(), "256 MiB"),
    "limit(async_pool)": lambda: memory.limit(memory.async_pool(), "64 GiB"),
    "tracking(async_pool)": lambda: memory.tracking(memory.async_pool()),
    "tracking(limit(arena(cuda)))": lambda: memory.tracking(
        memory.limit(memory.arena(memory.cuda(), "256 MiB"), "64 GiB")
    ),
    "PyTorch's, from C++": torch_from_cpp,
    "PyTorch's, by Python": memory.torch,
    "CuPy's, by Python": memory.cupy,
    "RMM's, by Python": memory.rmm,
    "Python that does nothing": python_that_does_nothing,
}


def measure(make: Callable[[], memory.MemoryResource], arguments: Any, seed: int) -> Any:
    """Per range of sizes microseconds per pair: of the first round, then of the others."""
    out = []
    for smallest, largest in SIZES.values():
        resource = make()
        seconds = [
            _core.memory_churn(
                resource,
                pairs=arguments.pairs,
                threads=arguments.threads,
                seed=seed + turn,
                smallest=smallest,
                largest=largest,
            )
            for turn in range(1 + arguments.rounds)
        ]
        first, *others = (s / arguments.pairs * 1e6 for s in seconds)
        out.append(
            {
                "median_us": round(statistics.median(others), 3),
                "range_us": [round(min(others), 3), round(max(others), 3)],
                "first_us": round(first, 3),
            }
        )
    return dict(zip(SIZES, out))


def results_of(arguments: Any, seed: int) -> list[dict[str, Any]]:
    """An entry per resource; of one that cannot be used here, why."""
    out = []
    for name, make in RESOURCES.items():
        try:
            measured: dict[str, Any] = {"us_per_pair": measure(make, arguments, seed)}
        except Exception as error:
            if name == BASE:
                raise
            measured = {"not_measured": str(error).splitlines()[0]}
        out.append({"resource": name, **measured})
    return out


def table(results: list[dict[str, Any]]) -> Table:
    """Microseconds per pair, and how many times as fast as cudaMalloc and cudaFree."""
    out = Table("resource", *(f"{sizes}: us a pair" for sizes in SIZES), "times as fast")
    base = results[0]["us_per_pair"]
    for result in results:
        times = result.get("us_per_pair")
        if times is None:
            out.add_row(result["resource"], result["not_measured"])
            continue
        medians = [times[sizes]["median_us"] for sizes in SIZES]
        faster = [f"{base[s]['median_us'] / m:.1f}" for s, m in zip(SIZES, medians)]
        out.add_row(result["resource"], *(f"{m:.2f}" for m in medians), ", ".join(faster))
    return out


def main() -> int:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pairs", type=int, default=10_000, help="of all threads together")
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=7, help="after a first one")
    parser.add_argument("--seed", type=int, default=secrets.randbits(31))
    parser.add_argument("--output", type=Path, help="folder for the results")
    arguments = parser.parse_args()
    gpu = next(iter(system.gpus()), None)
    if gpu is None:
        print("this needs a GPU", file=sys.stderr)
        return 1
    results = results_of(arguments, arguments.seed)
    Console(width=None if sys.stdout.isatty() else 140).print(table(results))
    if arguments.output:
        content = {
            **circumstances(gpu, ("torch", "cupy-cuda13x", "rmm-cu13"), tensorrt=False),
            "seed": arguments.seed,
            "pairs": arguments.pairs,
            "threads": arguments.threads,
            "rounds": arguments.rounds,
            "results": results,
        }
        print(save(content, arguments.output, "allocators"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
