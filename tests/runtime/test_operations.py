"""Lines of TensorRT's log belong to the operation that they are written in, kept ones included."""

from __future__ import annotations

import subprocess
from pathlib import Path

from support.host_program import OWN_ABI, ROOT, compiled

SAID = """\
within failed;  within
failed;  its own;  of a worker;  its own again
next failed
taken: its own
taken: of a worker
taken: within
taken: its own again
"""
NOBODYS = ["before", "between", "after"]


def test_lines_belong_to_the_operation_under_way(tmp_path: Path, nvcc: str) -> None:
    sources = Path(__file__).with_name("operations.cpp"), ROOT / "csrc" / "runtime" / "logger.cpp"
    options = [*OWN_ABI, "-Xcompiler=-pthread"]
    program = compiled(nvcc, tmp_path, "operations", *sources, options=options)
    done = subprocess.run([program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == SAID
    assert done.stderr.splitlines() == [f"TensorRT error: {line}" for line in NOBODYS]
