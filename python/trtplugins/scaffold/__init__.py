"""Start a new operator: its folder and its tests, from templates, ready to compile."""

from __future__ import annotations

import keyword
import re
from pathlib import Path
from string import Template

from trtplugins._core import Error
from trtplugins.ops import ops

_TEMPLATES = Path(__file__).parent / "templates"

_FILES = {
    "kernel.h": "plugins/{folder}/{folder}.h",
    "kernel.cu": "plugins/{folder}/{folder}.cu",
    "op.cpp": "plugins/{folder}/{folder}_op.cpp",
    "bench.py": "plugins/{folder}/bench.py",
    "test.py": "tests/plugins/{folder}/test_{folder}.py",
    "numerics.py": "tests/plugins/{folder}/numerics.py",
}
_REFERENCE = {
    "reference.py": "plugins/{folder}/reference.py",
    "test_reference.py": "tests/plugins/{folder}/test_{folder}_reference.py",
}


def create(name: str, root: Path, *, onnx_opset: int | None = None) -> list[Path]:
    """Write the files of a new operator.

    Args:
        name: what it is registered under; a C++ and Python identifier such as "HardSwish".
        root: the source checkout.
        onnx_opset: where the operator is ONNX's own, the opset whose semantics it has; its
            reference is then onnx.reference. Otherwise a reference is written too.

    Returns:
        The files written.

    Raises:
        Error: the name is no identifier or taken, or `root` is no checkout; nothing is written.
    """
    _check_name(name)
    folder = folder_name(name)
    files = {**_FILES, **({} if onnx_opset else _REFERENCE)}
    paths = {key: root / path.format(folder=folder) for key, path in files.items()}
    _check_place(name, root, folder)
    since = f"  static constexpr int since = {onnx_opset};\n" if onnx_opset else ""
    values = {"name": name, "folder": folder, "since": since}
    for template, path in paths.items():
        text = Template((_TEMPLATES / f"{template}.tmpl").read_text(encoding="utf-8"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.substitute(values), encoding="utf-8")
    return list(paths.values())


def folder_name(name: str) -> str:
    """HardSwish -> hard_swish, RMSNormalization -> rms_normalization, LReLU_TRT -> l_re_lu_trt."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return re.sub(r"_+", "_", words).lower()


def _check_name(name: str) -> None:
    reserved = keyword.iskeyword(name) or keyword.iskeyword(name.lower())
    if not re.fullmatch(r"[A-Z][A-Za-z0-9_]*", name) or reserved:
        raise Error(
            f"cannot call an operator {name!r}: expected an upper-case letter, then letters, "
            "digits and underscores, as in HardSwish"
        )
    taken = {known.lower() for op in ops() for known in (op.name, op.alias)}
    if name.lower() in taken:
        raise Error(f"there is an operator {name} already")


def _check_place(name: str, root: Path, folder: str) -> None:
    if not (root / "plugins").is_dir():
        raise Error(f"{root.resolve()} is no checkout of trtplugins: it has no folder plugins")
    for taken in (root / "plugins" / folder, root / "tests" / "plugins" / folder):
        if taken.exists():
            raise Error(f"cannot make {name}: {taken} exists")
