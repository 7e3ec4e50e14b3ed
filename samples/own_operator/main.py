"""A plugin library of one's own: built by CMake against the installed trtplugins, loaded, run."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

import trtplugins as tp
from trtplugins import system
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model

HERE = Path(__file__).resolve().parent
LIMIT = 2.5

Array = np.ndarray[Any, Any]


def main() -> int:
    """Build the library, load it, run its operator; 0 if the outputs are right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, help="where to build; by default not kept")
    parser.add_argument("--cmake-dir", help="of trtplugins; by default what is installed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = build(arguments.build or Path(folder), arguments.cmake_dir or tp.cmake_dir())
        return use(library)


def build(folder: Path, cmake_dir: str) -> Path:
    """The plugin library, made as any project outside the source tree makes its own."""
    configure = ["cmake", "-S", str(HERE), "-B", str(folder), f"-Dtrtplugins_DIR={cmake_dir}"]
    for command in (configure, ["cmake", "--build", str(folder)]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    print("built libown_ops.so")
    return folder / "libown_ops.so"


def use(library: Path) -> int:
    """Load it, and compare the reference and, on a GPU, TensorRT with the formula."""
    try:
        print("TensorRT knows", ", ".join(tp.load(library)))
    except tp.Error as error:  # the operator can be described and evaluated all the same
        print("not registered:", str(error).splitlines()[0])
    print(tp.describe("SoftClamp").splitlines()[2])

    tensors = [Tensor(name, "float32", ("n", 64)) for name in "XY"]
    model = operator_model(find("SoftClamp"), tensors[:1], tensors[1:], {"limit": LIMIT})
    x = np.random.default_rng(0).normal(scale=4, size=(32, 64)).astype(np.float32)
    expected = LIMIT * np.tanh(x / LIMIT)
    right = report("reference", tp.reference.run(model, {"X": x})["Y"], expected)
    if not system.gpus():
        print("No GPU here, so TensorRT did not run it.")
        return 0 if right else 1
    engine = tp.build(model, profiles={"X": [(1, 64), (32, 64), (64, 64)]}, tactic_sources=0)
    again = tp.Engine(engine.plan)  # the plan has the operator's attributes in it
    right &= report("TensorRT", engine(x), expected)
    right &= report("TensorRT, from the plan", again(x), expected)
    return 0 if right else 1


def report(what: str, y: Array, expected: Array) -> bool:
    """Compare with the formula; whether it is right."""
    error = float(np.abs(y - expected).max())
    print(f"{what}: Y {y.shape}, largest error {error:.1e}")
    return y.shape == expected.shape and error < 1e-5


if __name__ == "__main__":
    sys.exit(main())
