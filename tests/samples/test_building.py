"""Samples of building engines: each checks its own result."""

from __future__ import annotations

from typing import Any

import pytest

SAMPLES = [
    ("building", "loaded engine: same output True"),
    ("int8_calibration", "entropy, from the cache: 0 batches read"),
    ("int8_qdq", "of the outputs are the same step"),
    ("io_formats", "refused: io of 'x': format hwc8 is for fp16, got fp32"),
    ("dynamic_shapes", "refused: input 'x': expected a shape from"),
    ("dla_fallback", "with gpu_fallback: built"),
    ("caffe_import", "batch 32: output (32, 10, 1, 1)"),
]


@pytest.mark.gpu
@pytest.mark.parametrize(("sample", "says"), SAMPLES)
def test_it_runs_and_finds_itself_right(run: Any, sample: str, says: str) -> None:
    result = run(sample)
    assert result.returncode == 0, result.stdout + result.stderr
    assert says in result.stdout, result.stdout


@pytest.mark.parametrize("sample", [name for name, _ in SAMPLES])
def test_without_a_gpu_it_says_so(run: Any, sample: str) -> None:
    result = run(sample, cpu=True)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "No GPU here" in result.stdout
