"""Programs that run what kernels are made of on the host."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def compiled(
    nvcc: str, folder: Path, operator: str, *sources: Path, options: Sequence[str] = ("-O2",)
) -> Path:
    """The program made of `sources`, in `folder`; headers come from plugins/`operator`, too."""
    program = folder / operator
    includes = [f"-I{ROOT / path}" for path in ("tests", "csrc", f"plugins/{operator}")]
    command = [nvcc, "-std=c++17", *options, *includes, "-o", program, *sources]
    subprocess.run([str(word) for word in command], check=True, timeout=600)
    return program


# For programs with block_on_host.h, which says why.
BLOCKS = ("-O2", "-Xcompiler=-fno-extern-tls-init")
