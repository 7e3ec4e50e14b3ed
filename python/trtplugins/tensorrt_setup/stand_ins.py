"""Stand-ins for cuBLAS and cuDNN, for machines without a GPU.

TensorRT's parsers need its plugin library, and that names 1.4 GB of libraries which nothing uses as
long as no engine runs. A stand-in has the name of such a library and the functions that are looked
for; every one of them returns 1, which is an error in both libraries' terms.
"""

from __future__ import annotations

import collections
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from trtplugins._core import Error

_PLUGINS = "libnvinfer_plugin.so.8"
_SYMBOL = re.compile(r"\bU (\w+)@+(lib(?:cublas|cublasLt|cudnn)\.so\.\d+)$", re.MULTILINE)


def write(folder: Path) -> None:
    """Compile the stand-ins that TensorRT's libraries in `folder` need, into it."""
    listing = _run("nm", "-D", "--undefined-only", "--with-symbol-versions", str(folder / _PLUGINS))
    functions = collections.defaultdict(list)
    for function, library in _SYMBOL.findall(listing):
        functions[library].append(function)
    for library, names in functions.items():
        _compile(folder / library, names)


def _compile(library: Path, functions: list[str]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        source, versions = Path(temporary, "stand_in.c"), Path(temporary, "versions")
        source.write_text("".join(f"int {name}(void) {{ return 1; }}\n" for name in functions))
        versions.write_text(f"{library.name} {{ global: *; }};\n")
        flags = ["-shared", "-fPIC", "-nostdlib"]
        flags += [f"-Wl,-soname,{library.name}", f"-Wl,--version-script={versions}"]
        _run("cc", *flags, "-o", str(library), str(source))


def _run(program: str, *arguments: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise Error(
            f"{program} is missing, which makes the stand-ins for cuBLAS and cuDNN: install gcc "
            "and binutils, or take the CUDA libraries"
        )
    done = subprocess.run([path, *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise Error(f"{program} failed:\n{done.stderr}")
    return done.stdout
