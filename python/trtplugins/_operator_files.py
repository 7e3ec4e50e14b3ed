"""Python files that belong to one operator and live in its folder, `plugins/<op>/`.

The build installs `plugins/<op>/reference.py` as `trtplugins/reference/ops/<op>.py`, and `bench.py`
likewise. In a source checkout the operators' folders themselves are read, so that an edit counts at
once.
"""

from __future__ import annotations

import importlib.util
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

_CHECKOUT = Path(__file__).resolve().parents[2]


def modules(package: ModuleType, filename: str) -> Iterator[ModuleType]:
    """Import the file called `filename` of every operator that has one, sorted by operator.

    Args:
        package: where the build installs them, for example `trtplugins.bench.ops`.
        filename: what it is called in a source checkout, for example `bench.py`.
    """
    folder = _CHECKOUT / "plugins"
    if folder.is_dir() and (_CHECKOUT / "python").is_dir():
        files = {path.parent.name: path for path in folder.glob(f"*/{filename}")}
    else:
        files = {
            info.name: Path(path) / f"{info.name}.py"
            for path in package.__path__
            for info in pkgutil.iter_modules([path])
        }
    for operator, path in sorted(files.items()):
        yield _import(f"{package.__name__}.{operator}", path)


def beside(library: str) -> ModuleType | None:
    """The references of a plugin library: `libown.py` beside `libown.so`, if it is there."""
    path = Path(library).with_suffix(".py")
    return _import(f"trtplugins.reference.beside.{path.stem}", path) if path.is_file() else None


def _import(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None, path
    assert spec.loader is not None, path
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
