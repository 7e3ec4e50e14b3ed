"""The kept list of what adapt refuses: a refusal that is new, or gone, is looked at by somebody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import onnx

FILE = Path(__file__).with_name("refused.json")


@cache
def read() -> dict[str, str]:
    """Every test by name, and why adapt refuses its model: empty if it does not."""
    cases: dict[str, str] = json.loads(FILE.read_text("utf-8"))["cases"]
    return cases


def version() -> str:
    """The onnx package that the list is of."""
    return str(json.loads(FILE.read_text("utf-8"))["onnx"])


def write(cases: Mapping[str, str]) -> None:
    """Keep the list."""
    kept = {"onnx": onnx.__version__, "cases": dict(sorted(cases.items()))}
    FILE.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
