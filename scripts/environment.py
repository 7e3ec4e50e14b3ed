#!/usr/bin/env python3
"""Make the virtual environment that `make` works in, a step at a time.

    scripts/environment.py VENV STEP [--build FOLDER] [--native-build FOLDER] [--define NAME=VALUE]

    packages   create it, with what builds the library
    library    build trtplugins and install it, editable, with what its tests need
    tensorrt   TensorRT, without cuBLAS and cuDNN where there is no GPU; takes the options of
               `trtplugins setup-tensorrt`
    lint       what `make lint` runs

--native-build takes libtrtplugins.so and the static libraries from another build folder, so that
only the module _core is compiled. --define sets a variable of CMake, unless the value is empty.
"""

import argparse
import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class Environment:
    """A virtual environment at `folder`, made with this script's interpreter."""

    def __init__(self, folder, build, definitions):
        self.folder = Path(folder)
        self.python = self.folder / "bin" / "python"
        self.build = Path(build)
        self.definitions = definitions

    def packages(self):
        say(f"making the environment {self.folder}")
        if not self.python.exists():
            run(sys.executable, "-m", "venv", self.folder)
        ninja = [] if shutil.which("ninja") else ["ninja"]
        # 25.1 is the first pip that knows dependency groups.
        self.pip("install", "--upgrade", "pip>=25.1", *build_requirements(), *ninja)

    def library(self):
        say(f"building the library in {self.build}; the first time takes minutes")
        options = [
            f"--config-settings=cmake.define.{definition}" for definition in self.definitions
        ]
        options.append(f"--config-settings=build-dir={self.build}")
        # Not isolated: the build folder is kept, and only what has changed is compiled.
        self.pip("install", "--no-build-isolation", *options, "--editable", f"{ROOT}[test,bench]")

    def tensorrt(self, *options):
        say("placing TensorRT's libraries; the first time downloads 0.8 GB, with a GPU 2.2 GB")
        if not has_gpu():
            options = ("--without-cuda-libraries", *options)
        run(self.python, "-m", "trtplugins.tensorrt_setup", *options)

    def lint(self):
        say("installing what checks the sources")
        self.pip("install", "--group", ROOT / "pyproject.toml:dev")

    def pip(self, command, *arguments):
        run(self.python, "-m", "pip", "--quiet", "--disable-pip-version-check", command, *arguments)


def build_requirements():
    """What pyproject.toml names as [build-system].requires; Python reads TOML from 3.11 on only."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return ast.literal_eval(re.search(r"^requires = (\[.*?\])$", text, re.MULTILINE | re.DOTALL)[1])


def has_gpu():
    try:
        return subprocess.run(["nvidia-smi", "-L"], stdout=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def say(what):
    print(f"-- {what}", flush=True)


def run(*command):
    done = subprocess.run([str(word) for word in command])
    if done.returncode != 0:
        sys.exit(done.returncode)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("venv")
    parser.add_argument("step", choices=["packages", "library", "tensorrt", "lint"])
    parser.add_argument("--build", default="build/main", help="build folder")
    parser.add_argument("--native-build", help="build folder to take the libraries from")
    parser.add_argument("--define", action="append", default=[], metavar="NAME=VALUE")
    given, options = parser.parse_known_args()
    definitions = [definition for definition in given.define if not definition.endswith("=")]
    definitions.append("TRTPLUGINS_ONE_ARCHITECTURE=ON")
    if given.native_build:
        definitions.append(f"TRTPLUGINS_NATIVE_BUILD={Path(given.native_build).resolve()}")
    getattr(Environment(given.venv, given.build, definitions), given.step)(*options)


if __name__ == "__main__":
    main()
