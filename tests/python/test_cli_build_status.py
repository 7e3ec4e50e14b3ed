"""What the command line shows of a build that is under way."""

from __future__ import annotations

import io
import time

import pytest
from rich.console import Console

from trtplugins.cli import build_status, console
from trtplugins.progress import Progress


def test_it_says_what_and_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    terminal = Console(file=out, force_terminal=True, width=100)
    monkeypatch.setattr(console, "progress", lambda: terminal)
    monkeypatch.setattr(build_status, "_PERIOD", 0.02)
    with build_status.build_status("model.plan") as listen:
        listen(Progress("timing tactics", "conv[1] + relu", 7, 0, 1.0))
        time.sleep(0.5)
    assert "building model.plan, 0 s" in out.getvalue()
    assert "timing tactics of layer 7, conv[1] + relu" in out.getvalue()
