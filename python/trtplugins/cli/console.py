"""Where commands print: results to standard output, what is going on to standard error."""

from __future__ import annotations

import sys

from rich.console import Console


def out() -> Console:
    """For results. Made anew each time, so that a redirected standard output is honoured."""
    return Console(width=None if sys.stdout.isatty() else 200)


def progress() -> Console:
    """For spinners and remarks."""
    return Console(stderr=True)
