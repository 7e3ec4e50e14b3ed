#!/usr/bin/env python3
"""Print the path of a CPython 3.10 that works, for NVIDIA's own bindings, or exit with 1."""

import shutil
import subprocess
import sys
from pathlib import Path

# A command of that name may be there and fail, as those of version managers do.
PROGRAM = "import sys, venv, ensurepip; print(sys.implementation.name, *sys.version_info[:2])"


def works(path):
    done = subprocess.run([path, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.stdout.split() == [b"cpython", b"3", b"10"]


def main():
    managed = sorted(Path.home().glob(".pyenv/versions/3.10*/bin/python3.10"))
    for path in [shutil.which("python3.10"), *map(str, managed)]:
        if path and works(path):
            print(path)
            return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
