from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from trtplugins import _core
from trtplugins.bench import report
from trtplugins.bench.case import Case, works
from trtplugins.bench.harness import Entry, Result
from trtplugins.bench.timing import Timing


class Device:
    name = "NVIDIA H200"
    compute_capability = "9.0"
    memory_bytes = 1 << 37
    cache_bytes = 60 << 20


@pytest.fixture
def result() -> Result:
    """64 MiB in and out in 0.1 ms: 1342 GB/s, beside a copy at 2000 GB/s."""
    work = next(works(Case("Gelu", {"X": (16, 1024, 1024)}, {"approximate": "tanh"})))
    ours = Timing(0.1, (0.09, 0.12), (0.08, 0.2), 30, 20, 12.5)
    entries = [Entry("trtplugins", ours), Entry("a peer", unavailable="not here")]
    return Result(work, copy_bandwidth=2000.0, sets=2, entries=entries)


def document(result: Result, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(_core, "tensorrt", lambda: {"version": "8.6.0", "path": "/x"})
    command = ["trtplugins", "bench", "--name", "a b"]
    return report.document([result], Device(), seed=7, command=command)  # type: ignore[arg-type]


def test_share_of_the_copy_bandwidth(result: Result) -> None:
    timing = result.entries[0].timing
    assert timing is not None
    assert result.of_copy(timing) == pytest.approx(2 * (64 << 20) / 1e-4 / 2e12)


def test_document_has_what_made_the_numbers(
    result: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = document(result, monkeypatch)
    assert content["command"] == "trtplugins bench --name 'a b'"
    assert (content["seed"], content["gpu"]["name"]) == (7, "NVIDIA H200")
    assert content["versions"]["tensorrt"] == "8.6.0"
    (entry,) = content["results"]
    assert entry["bytes_to_move"] == 2 * (64 << 20)
    assert entry["attributes"] == {"approximate": "tanh"}
    ours, peer = entry["implementations"]
    assert ours["median_ms"] == 0.1
    assert ours["of_copy"] == 0.6711
    assert ours["samples"] == 30
    assert peer == {"who": "a peer", "unavailable": "not here"}


def test_file_is_named_by_date_gpu_and_name(
    result: Result, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    content = document(result, monkeypatch)
    path = report.save(content, tmp_path / "results", "Gelu-RMSNormalization")
    assert path.name == f"{content['date']}-h200-gelu-rmsnormalization.json"
    assert json.loads(path.read_text()) == json.loads(json.dumps(content))


@pytest.mark.parametrize(
    ("name", "slug"),
    [("NVIDIA H100 80GB HBM3", "h100-80gb-hbm3"), ("NVIDIA GeForce RTX 4090", "geforce-rtx-4090")],
)
def test_slug(name: str, slug: str) -> None:
    assert report.slug(name) == slug


def test_table_has_a_line_per_implementation(result: Result) -> None:
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(report.table([result]))
    lines = console.export_text().splitlines()
    ours = next(line for line in lines if "trtplugins" in line)
    for cell in ("Gelu(approximate=tanh) float32 16x1024x1024", "0.1000", "30.0%", "1342", "0.671"):
        assert cell in ours
    assert "not here" in next(line for line in lines if "a peer" in line)
