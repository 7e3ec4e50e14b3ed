"""Which kernels normalise rows fastest: what plugins/row_normalization's tables are chosen from.

    python benchmarks/row_kernels.py [--build FOLDER] [--only TEXT] [--output FOLDER]

Compiles a kernel for each shape and type, which takes minutes, and measures all that hold a row,
with every number of blocks and slots, as shares of the speed of a copy. No TensorRT is needed. With
--build the program stays in that folder, and what is in it is not compiled again; where there is
no GPU it is built only, to be run elsewhere. Needs nvcc and, to run, compute capability 9.0.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from trtplugins import system
from trtplugins.bench.report import circumstances, save

ROOT = Path(__file__).resolve().parents[1]
SOURCES = Path(__file__).with_suffix("")
TYPES = ("float", "__half")
BOOLEANS = ("false", "true")
FURTHER = ("", "false, 2", "false, 4", "true, 2", "true, 4")  # lean, step

# Warps of a block, accesses of a thread, of which so many are a tile, blocks of a processor; see
# RingShape. Each with and without summing up ahead, and bulk stores.
RINGS = {
    "PerRun": [
        *itertools.product((8,), (8,), (4, 8), (2,)),
        *itertools.product((4,), (8,), (4, 8), (4,)),
        *itertools.product((8,), (4,), (4,), (3, 4)),
        *itertools.product((16,), (4, 8), (4,), (1, 2)),
        *itertools.product((16,), (8, 16), (8,), (1,)),
        *itertools.product((8,), (16,), (4, 8), (1,)),
        *itertools.product((4,), (16,), (4, 8), (2, 3)),
        (16, 16, 4, 1),
        (32, 4, 4, 1),
    ],
    "PerColumn": [(8, 8, 4, 2), (8, 4, 4, 3), (16, 8, 4, 1), (16, 4, 4, 1), (16, 4, 4, 2)],
}
# Threads of a row, accesses of each; see RowShape.
HELD = [(16, 4), (16, 6), (32, 2), (32, 3), (32, 4), (64, 2), (64, 4), (128, 1), (128, 2), (128, 4)]


@dataclass(frozen=True)
class Kernel:
    """A kernel, compiled in a file of its own."""

    layout: str
    type: str
    shape: str

    @property
    def name(self) -> str:
        return self.shape.replace(", ", ",")

    @property
    def source(self) -> str:
        """Of the file."""
        defined = {
            "NAME": f'"{self.name}"',
            "TYPE": self.type,
            "LAYOUT": self.layout,
            "SHAPE": self.shape,
        }
        lines = [f"#define {name} {value}" for name, value in defined.items()]
        return "\n".join([*lines, '#include "one.cuh"', ""])

    @property
    def file(self) -> str:
        """Its name, without suffix."""
        words = f"{self.layout} {self.type} {self.name}"
        return "".join(c if c.isalnum() else "_" for c in words)


def all_kernels() -> Iterator[Kernel]:
    """Everything that is compared."""
    for type_ in TYPES:
        for layout, rings in RINGS.items():
            for ring, *options in itertools.product(rings, BOOLEANS, BOOLEANS, FURTHER):
                shape = ", ".join([*map(str, ring), *filter(None, options)])
                if options[-1].startswith("true") and (type_, layout) != ("__half", "PerRun"):
                    continue
                yield Kernel(layout, type_, f"RingShape<{shape}>")
        for lanes, packs in HELD:
            yield Kernel("PerColumn", type_, f"RowShape<{lanes}, {packs}>")


def build(kernels: list[Kernel], folder: Path) -> Path:
    """The program, made in the folder of whatever is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    includes = [f"-I{path}" for path in (SOURCES, ROOT / "csrc", ROOT / "plugins")]
    architecture = os.environ.get("CUDAARCHS", "90")
    options = ["-O3", "-DNDEBUG", "-std=c++17", f"-arch=sm_{architecture}", *includes]

    def compiled(source: Path) -> Path:
        out = folder / f"{source.stem}.o"
        if not out.exists():
            part = out.with_suffix(".part")
            command = ["nvcc", *options, "-c", source, "-o", part]
            subprocess.run([str(word) for word in command], check=True)
            part.rename(out)
        return out

    sources = [SOURCES / "main.cu"]
    for kernel in kernels:
        sources.append(folder / f"{kernel.file}.cu")
        sources[-1].write_text(kernel.source)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        objects = list(pool.map(compiled, sources))
    program = folder / "row_kernels"
    subprocess.run(["nvcc", "-o", str(program), *map(str, objects)], check=True)
    return program


def table(results: list[dict[str, Any]], most: int) -> Table:
    """The fastest of each kind of rows."""
    out = Table("rows", "type", "of copy", "kernel", "blocks", "slots", "clusters")
    key = itertools.groupby(results, lambda r: (r["rows"], r["type"]))
    for (rows, type_), found in key:
        fastest = sorted(found, key=lambda r: -r["of_copy"])[:most]
        for i, r in enumerate(fastest):
            label = (rows, type_) if i == 0 else ("", "")
            numbers = (str(r[name]) for name in ("kernel", "blocks", "slots", "clusters"))
            out.add_row(*label, f"{r['of_copy']:.3f}", *numbers)
        out.add_section()
    return out


def main() -> int:
    """Build, measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--build", type=Path, help="folder that keeps what is compiled")
    parser.add_argument("--only", default="", help="kernels whose layout, type and name have this")
    parser.add_argument("--most", type=int, default=6, help="kernels shown of each kind of rows")
    parser.add_argument("--output", type=Path, help="folder for the results")
    arguments = parser.parse_args()
    kernels = [k for k in all_kernels() if arguments.only in f"{k.layout} {k.type} {k.name}"]
    if not kernels:
        parser.error(f"--only: no kernel has {arguments.only!r}")
    gpu = next(iter(system.gpus()), None)
    if gpu is None and arguments.build is None:
        print("this needs a GPU, or --build FOLDER to build only", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="trtplugins-") as temporary:
        program = build(kernels, arguments.build or Path(temporary))
        if gpu is None:
            print(f"{program}: {len(kernels)} kernels, built only: no GPU here")
            return 0
        done = subprocess.run([str(program)], stdout=subprocess.PIPE, encoding="utf-8", check=True)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    results.sort(key=lambda r: (r["rows"], r["type"]))
    Console(width=None if sys.stdout.isatty() else 140).print(table(results, arguments.most))
    if arguments.output:
        content = {**circumstances(gpu, tensorrt=False), "results": results}
        print(save(content, arguments.output, "row-kernels"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
