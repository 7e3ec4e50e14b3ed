"""Samples of running engines: each checks its own result."""

from __future__ import annotations

import re
from typing import Any

import pytest

SAMPLES = ["async_inference", "shared_activations"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_without_a_gpu_it_says_so(run: Any, sample: str) -> None:
    result = run(sample, cpu=True)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "No GPU here" in result.stdout


@pytest.mark.gpu
def test_batches_in_flight_come_out_right_and_in_order(run: Any) -> None:
    result = run("async_inference")
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.count("the same outputs") == 3, result.stdout


@pytest.mark.gpu
def test_contexts_share_what_the_larger_one_needs(run: Any) -> None:
    result = run("shared_activations")
    assert result.returncode == 0, result.stdout + result.stderr
    apart, shared = map(float, re.findall(r"apart ([\d.]+) MiB, shared ([\d.]+)", result.stdout)[0])
    assert 0 < shared < apart
    assert "closed: 0 bytes" in result.stdout
