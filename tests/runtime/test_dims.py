"""Extents of profiles."""

from __future__ import annotations

import subprocess
from pathlib import Path

from support.host_program import OWN_ABI, compiled


def test_what_the_first_profile_fixes(tmp_path: Path, nvcc: str) -> None:
    source = Path(__file__).with_name("dims.cpp")
    program = compiled(nvcc, tmp_path, "dims", source, options=OWN_ABI)
    done = subprocess.run([program], capture_output=True, text=True, check=True)
    # None, one, the same twice; fixed in the first alone, in the second alone, from it on; another
    # extent fixed in the first; no extents; nothing fixed but what is so in both.
    assert done.stdout == "111010011"
