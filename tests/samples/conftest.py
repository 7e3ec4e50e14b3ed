"""Samples run as a user runs them: as programs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "samples"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def samples() -> Path:
    """The folder of the samples."""
    return SAMPLES


@pytest.fixture
def run() -> Run:
    """Run a sample by the folder's name, with arguments."""

    def start(sample: str, *arguments: str, cpu: bool = False) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"}
        if cpu:
            environment["CUDA_VISIBLE_DEVICES"] = ""
        command = [sys.executable, str(SAMPLES / sample / "main.py"), *arguments]
        return subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            env=environment,
            timeout=600,
            check=False,
        )

    return start
