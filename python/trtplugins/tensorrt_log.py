"""TensorRT's log lines, handed to Python's logging."""

from __future__ import annotations

import logging
from collections.abc import Callable

LOGGER = logging.getLogger("trtplugins.tensorrt")

_LEVELS = {
    "internal error": logging.CRITICAL,
    "error": logging.ERROR,
    "warning": logging.WARNING,
    "info": logging.INFO,
    "verbose": logging.DEBUG,
}


def sink(verbose: bool = False) -> Callable[[str, str], None]:
    """What takes (severity, message) to the logger "trtplugins.tensorrt".

    Args:
        verbose: let TensorRT's verbose lines through, thousands of them in a build.
    """
    lowest = logging.DEBUG if verbose else logging.INFO

    def log(severity: str, message: str) -> None:
        level = _LEVELS.get(severity, logging.ERROR)
        if level >= lowest:
            LOGGER.log(level, "%s", message)

    return log
