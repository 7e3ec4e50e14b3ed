"""benchmarks/row_kernels.py: what can be seen of it without a GPU."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from support import kit


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        env={**kit.environment(), "CUDA_VISIBLE_DEVICES": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_it_is_built_and_says_that_it_needs_a_gpu(tmp_path: Path) -> None:
    kit.need("nvcc")
    program = kit.ROOT / "benchmarks" / "row_kernels.py"
    done = run(sys.executable, program)
    assert done.returncode == 1
    assert "this needs a GPU, or --build" in done.stderr

    done = run(sys.executable, program, "--build", tmp_path, "--only", "RowShape<5>")
    assert done.returncode == 2
    assert "--only: no kernel has 'RowShape<5>'" in done.stderr

    one = ("--only", "PerColumn float RowShape<32,4>")
    done = run(sys.executable, program, "--build", tmp_path, *one)
    assert done.returncode == 0, done.stderr
    assert "1 kernels, built only" in done.stdout
    done = run(tmp_path / "row_kernels")
    assert done.returncode == 1
    assert "this needs a GPU" in done.stderr
