"""What is shown while an engine is built."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Optional

from rich.markup import escape

from trtplugins.cli import console
from trtplugins.progress import Listener, Progress

_PERIOD = 0.5  # seconds


@contextmanager
def build_status(name: str) -> Iterator[Listener]:
    """A spinner with the time that has passed and what TensorRT is doing.

    Args:
        name: of what is built.

    Yields:
        What to tell of progress.
    """
    start = time.monotonic()
    latest: Optional[Progress] = None
    ended = threading.Event()

    def text() -> str:
        what = f": {latest}" if latest is not None else ""
        return escape(f"building {name}, {time.monotonic() - start:.0f} s{what}")

    def listen(progress: Progress) -> None:
        nonlocal latest
        latest = progress

    with console.progress().status(text()) as status:

        def refresh() -> None:
            while not ended.wait(_PERIOD):
                status.update(text())

        ticker = threading.Thread(target=refresh, daemon=True)
        ticker.start()
        try:
            yield listen
        finally:
            ended.set()
            ticker.join()
