"""Extents of profiles."""

from __future__ import annotations

import subprocess
from pathlib import Path

from support import kit


def test_what_the_first_profile_fixes(tmp_path: Path) -> None:
    program = tmp_path / "dims"
    include = [f"-I{kit.ROOT / 'csrc'}", f"-I{kit.ROOT / 'csrc' / 'trt' / 'abi'}"]
    source = Path(__file__).with_name("dims.cpp")
    command = [kit.tool("nvcc"), "-std=c++17", "-DTRTP_OWN_ABI=1", *include, source, "-o", program]
    subprocess.run([str(word) for word in command], check=True)
    done = subprocess.run([program], capture_output=True, text=True, check=True)
    # None, one, the same twice; fixed in the first alone, in the second alone, from it on; another
    # extent fixed in the first; no extents; nothing fixed but what is so in both.
    assert done.stdout == "111010011"
