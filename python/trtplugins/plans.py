"""Plan files: what is in one, without a GPU and without TensorRT."""

from __future__ import annotations

import os

from trtplugins import _core
from trtplugins._core import PlanError, PlanFile, PlanHeader

__all__ = ["PlanError", "PlanFile", "PlanHeader", "open"]


def open(path: str | os.PathLike[str], *, mapped: bool = True) -> PlanFile:
    """The plan in a file, checked to be whole.

    Its `header` says what it needs, or is None for a bare plan; as a buffer it is the plan itself,
    as TensorRT's own tools read it.

    Args:
        path: the file.
        mapped: map it into memory instead of reading it.

    Raises:
        PlanError: it is no plan, is truncated or damaged.
        Error: the file cannot be read.
    """
    return _core.PlanFile(os.fsdecode(path), mapped)
