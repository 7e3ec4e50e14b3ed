"""A layer that TensorRT lacks, imported from a UFF file: write the file, build, run, compare."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

import trtplugins as tp
from trtplugins import system, uff

SHAPE = (-1, 64, 32, 32)  # -1: the batch, given when the engine runs
BATCH = 3
SLOPES = (0.2, 0.05)

Array = np.ndarray[Any, Any]


def write(path: Path, slope: float) -> uff.Graph:
    """A UFF file of one custom node, LReLU_TRT, with this slope."""
    graph = uff.Graph()
    x = graph.input("x", shape=SHAPE)
    y = graph.custom("LReLU_TRT", [x], name="y", negSlope=slope)
    graph.output(y)
    graph.save(path)
    return graph


def run(path: Path, x: Array) -> Array:
    """The output of a TensorRT engine made from the file, on a batch of any size up to 8."""
    profile = [(batch, *SHAPE[1:]) for batch in (1, BATCH, 8)]
    engine = tp.build(
        path,
        format="uff",
        inputs={"x": SHAPE},
        outputs=["y"],
        profiles={"x": profile},
        tactic_sources=0,  # so that cuBLAS and cuDNN need not be installed
    )
    return np.asarray(engine(x))


def main() -> int:
    """Run the demonstration; 0 if every output is right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--folder", type=Path, help="keep the files here; a temporary folder otherwise"
    )
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as temporary:
        return demonstrate(folder or Path(temporary))


def demonstrate(folder: Path) -> int:
    """Write, read back and, on a GPU, run a file per slope; 0 if all outputs are right."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {slope: folder / f"leaky_relu_{slope}.uff" for slope in SLOPES}
    for slope, path in files.items():
        write(path, slope)
        print(f"{path.name}, {path.stat().st_size} bytes:\n{uff.load(path)}\n")

    gpus = system.gpus()
    if not gpus:
        print("No GPU here: the files were written and read back; TensorRT engines need a GPU.")
        return 0
    tp.load()
    print(f"GPU: {gpus[0]}")
    x = np.random.default_rng(0).standard_normal((BATCH, *SHAPE[1:]), dtype=np.float32)
    outputs = {slope: run(path, x) for slope, path in files.items()}
    good = True
    for slope, y in outputs.items():
        error = float(np.abs(y - np.where(x >= 0, x, np.float32(slope) * x)).max())
        good = good and y.shape == x.shape and error <= 1e-6
        print(f"negSlope {slope}: output {y.shape}, largest error against numpy {error:.1e}")
    first, second = outputs.values()
    difference = float(np.abs(first - second).max())
    print(f"outputs of the two slopes differ by up to {difference:.3f}")
    return 0 if good and difference > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
