"""What loading a plan takes, mapped into memory against read: time and memory of the process.

    python benchmarks/plan_load.py [--mib 500] [--rounds 7] [--output FOLDER]

Builds an engine with one large table of weights. Files are warm, that is in the system's page
cache, or cold: the cache is asked to forget them first. Without a GPU only files are opened.
"""

from __future__ import annotations

import argparse
import os
import statistics
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table

import trtplugins as tp
from trtplugins import _core, system
from trtplugins.bench.report import circumstances, save

WIDTH = 1024


def large_engine(mib: int) -> tp.Engine:
    """Looks rows up in a table of this size, which has to be part of the plan."""
    rows = mib * 2**20 // (4 * WIDTH)
    table = np.random.default_rng(0).random((rows, WIDTH), np.float32)
    net = tp.Network()
    index = net.add_input("index", "int32", (1,))
    values = net.add_constant(table.shape, table).get_output(0)
    y = net.add_gather(values, index, 0).get_output(0)
    y.name = "y"
    net.mark_output(y)
    engine = tp.build(net, tactic_sources=0, optimization_level=0)
    np.testing.assert_array_equal(engine(np.array([rows - 1], np.int32))[0], table[-1])
    return engine


def stand_in(mib: int) -> bytes:
    """Bytes that begin as a plan does: enough for opening files."""
    size = mib * 2**20
    start = b"ftrt" + struct.pack("<IQQ", 0, size, 0) + bytes((8, 6, 0, 12))
    return start + np.random.default_rng(0).bytes(size - len(start))


def forget(path: Path) -> None:
    """Ask the system to drop the file from its cache."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def anonymous_mib() -> float:
    """Memory that belongs to this process alone."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def measure(load: Callable[[], Any], path: Path, rounds: int, cold: bool) -> dict[str, Any]:
    """Seconds of each round, and the most memory that the loaded thing keeps."""
    seconds, kept = [], 0.0
    for _ in range(rounds):
        if cold:
            forget(path)
        before = anonymous_mib()
        start = time.perf_counter()
        loaded = load()
        seconds.append(time.perf_counter() - start)
        kept = max(kept, anonymous_mib() - before)
        if isinstance(loaded, tp.Engine):
            loaded.close()
        del loaded
    return {
        "median_ms": round(statistics.median(seconds) * 1e3, 2),
        "range_ms": [round(min(seconds) * 1e3, 2), round(max(seconds) * 1e3, 2)],
        "private_mib": round(kept, 1),
    }


class Way(NamedTuple):
    """Of getting at a plan."""

    name: str
    path: Path
    load: Callable[[], Any]
    cold: bool  # whether it is also tried without the page cache


def ways(whole: Path, bare: Path, on_gpu: bool) -> list[Way]:
    """What is compared."""
    out = [
        Way("open, mapped", whole, lambda: tp.plans.open(whole), True),
        Way("open, read", whole, lambda: tp.plans.open(whole, mapped=False), True),
        Way("bytes alone, unchecked", bare, bare.read_bytes, False),
    ]
    if on_gpu:
        out += [
            Way("load, mapped", whole, lambda: tp.Engine.load(whole), True),
            Way("load, read", whole, lambda: tp.Engine.load(whole, mapped=False), True),
            Way("load, bare, mapped", bare, lambda: tp.Engine.load(bare), False),
            Way("load, bytes", bare, lambda: tp.Engine(bare.read_bytes()), False),
        ]
    return out


def results_of(ways: list[Way], rounds: int) -> list[dict[str, Any]]:
    """An entry per way and state of the page cache."""
    out = []
    for way in ways:
        way.load()  # what is loaded once per process, and the page cache filled
        for cold in (False, True)[: 1 + way.cold]:
            measured = measure(way.load, way.path, rounds, cold)
            out.append({"way": way.name, "cache": ("warm", "cold")[cold], **measured})
    return out


def main() -> int:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--mib", type=int, default=500, help="size of the weights")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--output", type=Path, help="folder for the results")
    arguments = parser.parse_args()
    gpu = next(iter(system.gpus()), None)
    with tempfile.TemporaryDirectory(prefix="trtplugins-") as folder:
        whole, bare = Path(folder, "whole.plan"), Path(folder, "bare.plan")
        if gpu is None:
            plan = stand_in(arguments.mib)
            _core.write_plan(str(whole), plan, _core.PlanHeader(tensorrt="8.6.0"))
            _core.write_plan(str(bare), plan)
            del plan
        else:
            with large_engine(arguments.mib) as engine:
                engine.save(whole)
                engine.save(bare, header=False)
        size = bare.stat().st_size
        results = results_of(ways(whole, bare, gpu is not None), arguments.rounds)
    table = Table("way", "page cache", "ms", "GB/s", "private MiB", title=f"{size / 1e6:.0f} MB")
    for r in results:
        speed = size / r["median_ms"] / 1e6
        cells = (r["way"], r["cache"], f"{r['median_ms']:.1f}", f"{speed:.2f}")
        table.add_row(*cells, f"{r['private_mib']:.0f}")
    Console(width=None if sys.stdout.isatty() else 120).print(table)
    if arguments.output and gpu is not None:
        content = {
            **circumstances(gpu),
            "plan_bytes": size,
            "rounds": arguments.rounds,
            "results": results,
        }
        print(save(content, arguments.output, "plan-load"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
