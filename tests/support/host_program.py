"""Programs that run a part of the library on the host: what kernels are made of, for one."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def compiled(
    nvcc: str, folder: Path, name: str, *sources: Path, options: Sequence[str] = ("-O2",)
) -> Path:
    """The program made of `sources`, in `folder`; headers of an operator of that name are found."""
    program = folder / name
    includes = [f"-I{ROOT / path}" for path in ("tests", "csrc", f"plugins/{name}")]
    command = [nvcc, "-std=c++17", *options, *includes, "-o", program, *sources]
    subprocess.run([str(word) for word in command], check=True, timeout=600)
    return program


# For programs with block_on_host.h, which says why.
BLOCKS = ("-O2", "-Xcompiler=-fno-extern-tls-init")

# For programs with TensorRT's declarations.
OWN_ABI = (f"-I{ROOT / 'csrc' / 'trt' / 'abi'}", "-DTRTP_OWN_ABI=1")
