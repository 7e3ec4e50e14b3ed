"""benchmarks/row_kernels.py: what can be seen of it without a GPU."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support import kit


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_it_is_built_and_says_that_it_needs_a_gpu(tmp_path: Path) -> None:
    path = os.pathsep.join([str(kit.tool("nvcc").parent), os.environ["PATH"]])
    program = kit.ROOT / "benchmarks" / "row_kernels.py"
    hidden = {"CUDA_VISIBLE_DEVICES": "", "PATH": path}
    done = run(sys.executable, program, **hidden)
    assert done.returncode == 1
    assert "this needs a GPU, or --build" in done.stderr

    done = run(sys.executable, program, "--build", tmp_path, "--only", "RowShape<5>", **hidden)
    assert done.returncode == 2
    assert "--only: no kernel has 'RowShape<5>'" in done.stderr

    one = ("--only", "PerColumn float RowShape<32,4>")
    done = run(sys.executable, program, "--build", tmp_path, *one, **hidden)
    assert done.returncode == 0, done.stderr
    assert "1 kernels, built only" in done.stdout
    done = run(tmp_path / "row_kernels", **hidden)
    assert done.returncode == 1
    assert "this needs a GPU" in done.stderr
