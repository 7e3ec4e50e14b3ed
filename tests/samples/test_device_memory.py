"""Device memory under the application's control."""

from __future__ import annotations

import importlib.util
import re

import pytest


def test_without_a_gpu_it_says_so(run):
    done = run("device_memory", cpu=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "need a GPU" in done.stdout


@pytest.mark.gpu
def test_on_a_gpu_memory_is_counted_limited_and_shared(run):
    done = run("device_memory")
    assert done.returncode == 0, done.stdout + done.stderr
    outputs = 4 if importlib.util.find_spec("torch") else 3
    assert done.stdout.count(": good") == outputs, done.stdout
    rows = {
        cells[1].strip(): [float(cell) for cell in cells[2:6]]
        for cells in (re.split(r"[│┃]", line) for line in done.stdout.splitlines() if "│" in line)
    }
    for tag in ("build", "engine: weights", "context: activations", "call: inputs and outputs"):
        assert rows[tag][3] > 0, f"{tag}: took no memory"
    assert rows["all"][3] == pytest.approx(
        sum(row[3] for row in rows.values()) - rows["all"][3], abs=0.1
    )
    assert re.search(
        r"limit\(async_pool\): cannot allocate \d+ bytes: \d+ bytes are in use", done.stdout
    )
    assert "closed: 0 allocations left" in done.stdout
    assert "never freed" not in done.stderr
