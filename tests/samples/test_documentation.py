"""Every subject has a page and a sample, and each is found from the other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(path.parent for path in ROOT.glob("samples/*/README.md"))
PAGES = sorted((ROOT / "docs").glob("*.md"))
SCREEN = 40  # lines


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def links(file: Path) -> list[Path]:
    """The files and folders that it links to."""
    found = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", file.read_text(encoding="utf-8"))
    local = [link for link in found if "://" not in link]
    return [(file.parent / link).resolve() for link in local]


def test_samples_have_readmes() -> None:
    folders = {path.parent for path in ROOT.glob("samples/*/main.*")}
    assert folders <= set(SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES, ids=names(SAMPLES))
def test_a_sample_is_on_a_page_in_the_index_and_tested(sample: Path) -> None:
    readme = sample / "README.md"
    assert len(readme.read_text(encoding="utf-8").splitlines()) <= SCREEN
    assert sample in links(ROOT / "samples" / "README.md")
    pages = [page for page in PAGES if sample in links(page)]
    assert pages, "no page links it"
    assert set(links(readme)) & set(PAGES), "it links no page"
    tests = "".join(p.read_text(encoding="utf-8") for p in Path(__file__).parent.glob("test_*.py"))
    assert f'"{sample.name}"' in tests


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_a_page_is_in_the_readme(page: Path) -> None:
    assert page in links(ROOT / "README.md")


TEXTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("samples/**/*.md")]
TEXTS += ROOT.glob("benchmarks/*.md")


@pytest.mark.parametrize("file", TEXTS, ids=[str(file.relative_to(ROOT)) for file in TEXTS])
def test_links_lead_somewhere(file: Path) -> None:
    assert [link for link in links(file) if not link.exists()] == []
