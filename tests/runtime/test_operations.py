"""Lines of TensorRT's log belong to the operation that they are written in, kept ones included."""

from __future__ import annotations

import subprocess
from pathlib import Path

from support import kit

RUNTIME = kit.ROOT / "csrc" / "runtime"
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


def test_lines_belong_to_the_operation_under_way(tmp_path: Path) -> None:
    nvcc = kit.tool("nvcc")  # which knows where CUDA's headers are
    program = tmp_path / "operations"
    include = [f"-I{kit.ROOT / 'csrc'}", f"-I{kit.ROOT / 'csrc' / 'trt' / 'abi'}"]
    sources = [Path(__file__).with_name("operations.cpp"), RUNTIME / "logger.cpp"]
    command = [str(nvcc), "-std=c++17", "-DTRTP_OWN_ABI=1", *include, *map(str, sources)]
    command += ["-Xcompiler=-pthread", "-o", str(program)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    done = subprocess.run([program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == SAID
    assert done.stderr.splitlines() == [f"TensorRT error: {line}" for line in NOBODYS]
