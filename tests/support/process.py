"""Python programs in a process of their own, for what a process can do just once."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass


@dataclass
class Result:
    """What a program printed; `code` is negative if a signal ended it."""

    code: int
    out: str
    err: str


def run(program: str, *arguments: str, **environment: str | None) -> Result:
    """Runs the program with these arguments; None takes a variable out of its environment."""
    env = {
        **os.environ,
        "PYTHONIOENCODING": "utf-8",
        **{k: v for k, v in environment.items() if v is not None},
    }
    for name, value in environment.items():
        if value is None:
            env.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *arguments],
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    return Result(done.returncode, done.stdout, done.stderr)
