from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from trtplugins import _operator_files


@pytest.fixture
def installed(tmp_path: Path) -> ModuleType:
    """A package as the build installs it: operators' files beside its own."""
    package = ModuleType("fake.ops")
    package.__path__ = [str(tmp_path / "site")]
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "__init__.py").write_text("")
    for operator in ("zeta", "alpha"):
        (tmp_path / "site" / f"{operator}.py").write_text(f"FROM = 'site {operator}'")
    return package


def found(package: ModuleType, filename: str) -> list[tuple[str, str]]:
    return [(m.__name__, m.FROM) for m in _operator_files.modules(package, filename)]


def test_installed_files_are_found_beside_the_package(
    installed: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_operator_files, "_CHECKOUT", tmp_path / "no checkout")
    assert found(installed, "bench.py") == [
        ("fake.ops.alpha", "site alpha"),
        ("fake.ops.zeta", "site zeta"),
    ]


def test_a_checkout_goes_first(
    installed: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("python", "plugins/gelu", "plugins/empty"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "plugins" / "gelu" / "bench.py").write_text("FROM = 'checkout'")
    monkeypatch.setattr(_operator_files, "_CHECKOUT", tmp_path)
    assert found(installed, "bench.py") == [("fake.ops.gelu", "checkout")]
    assert found(installed, "reference.py") == []
