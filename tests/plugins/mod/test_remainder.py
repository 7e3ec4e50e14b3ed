"""Remainders by reciprocals, on the host."""

from __future__ import annotations

import subprocess
from pathlib import Path

from support.host_program import compiled


def test_remainders_are_exact_whatever_the_error_of_reciprocals(
    nvcc: str, tmp_path: Path, seed: int
) -> None:
    program = compiled(nvcc, tmp_path, "mod", Path(__file__).parent / "remainder.cu")
    done = subprocess.run(
        [str(program), str(seed % 2**32), "4000000"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "0 0\n", f"seed {seed % 2**32}: {done.stderr}"
