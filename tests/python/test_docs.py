from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import trtplugins as tp
from trtplugins import docs

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "README.md").write_text(f"# title\n\n{docs.BEGIN}\nold\n{docs.END}\n\nend\n")
    return tmp_path


def test_committed_pages_are_current() -> None:
    assert [str(path) for path in docs.stale(ROOT, write=False)] == [], "run `make docs`"


def test_pages_and_table_are_written(checkout: Path) -> None:
    result = CliRunner().invoke(docs.main, [str(checkout)])
    assert result.exit_code == 0, result.output
    for op in tp.ops():
        page = checkout / "docs" / "operators" / f"{op.name}.md"
        assert page.read_text() == tp.describe(op.name)
    readme = (checkout / "README.md").read_text()
    assert "old" not in readme
    assert readme.startswith("# title")
    assert readme.endswith("end\n")
    assert "[Gelu](docs/operators/Gelu.md)" in readme
    assert docs.stale(checkout, write=False) == []


def test_check_names_what_is_not_current_and_writes_nothing(checkout: Path) -> None:
    docs.stale(checkout, write=True)
    page = checkout / "docs" / "operators" / "Gelu.md"
    page.write_text("edited by hand")
    surplus = page.with_name("Gone.md")
    surplus.write_text("an operator that is no more")
    result = CliRunner().invoke(docs.main, ["--check", str(checkout)])
    assert result.exit_code == 1
    named = set(result.output.splitlines())
    assert named == {f"not current: docs/operators/{name}" for name in ("Gelu.md", "Gone.md")}
    assert page.read_text() == "edited by hand"
    assert surplus.exists()


def test_readme_without_markers_is_refused() -> None:
    with pytest.raises(tp.Error, match="markers"):
        docs.with_table("# no table here")
