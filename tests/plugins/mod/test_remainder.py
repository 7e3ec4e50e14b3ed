"""Remainders by reciprocals, on the host."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_remainders_are_exact_whatever_the_error_of_reciprocals(
    nvcc: str, tmp_path: Path, seed: int
) -> None:
    program = tmp_path / "remainder"
    includes = [f"-I{ROOT / folder}" for folder in ("csrc", "plugins/mod")]
    source = Path(__file__).parent / "remainder.cu"
    command = [nvcc, "-std=c++17", "-O2", *includes, "-o", str(program), str(source)]
    subprocess.run(command, check=True, timeout=300)
    done = subprocess.run(
        [str(program), str(seed % 2**32), "4000000"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "0 0\n", f"seed {seed % 2**32}: {done.stderr}"
