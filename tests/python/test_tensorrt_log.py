"""TensorRT's lines in Python's logging."""

from __future__ import annotations

import logging

import pytest

from trtplugins import tensorrt_log


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        ("internal error", logging.CRITICAL),
        ("error", logging.ERROR),
        ("warning", logging.WARNING),
        ("info", logging.INFO),
        ("something new", logging.ERROR),
    ],
)
def test_severities(severity: str, level: int, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "trtplugins.tensorrt"):
        tensorrt_log.sink()(severity, "100% of it")
    assert caplog.record_tuples == [("trtplugins.tensorrt", level, "100% of it")]


@pytest.mark.parametrize("verbose", [False, True])
def test_verbose_lines_on_demand(verbose: bool, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "trtplugins.tensorrt"):
        tensorrt_log.sink(verbose)("verbose", "a line")
    assert [record.levelno for record in caplog.records] == [logging.DEBUG] * verbose
