"""An engine where there is no Python: in a C++ process, and in a server's model repository."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

import trtplugins as tp
from trtplugins import _core, system

HERE = Path(__file__).resolve().parent
MODEL = HERE.parent / "models" / "mlp_block.onnx"
SHAPES = [(1, 128, 192), (8, 128, 192), (64, 128, 192)]  # batch, tokens, hidden size


def main() -> int:
    """Build, deploy, run in both processes; 0 if their outputs are the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, help="where to build; by default not kept")
    parser.add_argument("--cmake-dir", help="of trtplugins; by default what is installed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        program = build(arguments.build or folder / "build", arguments.cmake_dir or tp.cmake_dir())
        if not system.gpus():
            print("No GPU here, so there is no engine to deploy.")
            return 0
        return deploy(program, folder)


def build(folder: Path, cmake_dir: str) -> Path:
    """The program that has no Python."""
    configure = ["cmake", "-S", str(HERE), "-B", str(folder), f"-Dtrtplugins_DIR={cmake_dir}"]
    for command in (configure, ["cmake", "--build", str(folder)]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    print("built serve")
    return folder / "serve"


def deploy(program: Path, folder: Path) -> int:
    """One engine in Python, in the program, and as the server would find it."""
    engine = tp.build(MODEL, profiles={"x": SHAPES}, workspace="256 MiB", tactic_sources=0)
    x = np.random.default_rng(20).standard_normal(SHAPES[1], np.float32)
    x.tofile(folder / "x.bin")
    here = np.asarray(engine(x))
    engine.save(folder / "model.plan")
    model = tp.deploy.triton(engine, folder / "models", "mlp_block")
    print((model / "config.pbtxt").read_text())
    print("files:", ", ".join(sorted(str(p.relative_to(model)) for p in model.rglob("*.*"))))

    right = True
    deployed = model / "1" / "model.plan", model / "libtrtplugins.so"
    for plan, library in ((folder / "model.plan", Path(_core.library_path())), deployed):
        there = run(program, plan, library, folder).reshape(here.shape)
        same = np.array_equal(here, there)
        print(f"{plan.relative_to(folder)}: same output as in Python: {same}")
        right &= same
    return 0 if right else 1


def run(program: Path, plan: Path, library: Path, folder: Path) -> np.ndarray:
    """What the program computes, in an environment that says nothing of Python."""
    environment = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
    environment["TENSORRT_LIBRARY_DIR"] = str(Path(_core.tensorrt()["path"]).parent)
    command = [str(program), str(plan), "x", str(folder), str(library)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return np.fromfile(folder / "y.bin", np.float32)


if __name__ == "__main__":
    sys.exit(main())
