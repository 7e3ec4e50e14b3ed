"""Registering the operators with TensorRT."""

from __future__ import annotations

import warnings

from trtplugins import _core


def load(namespace: str = "") -> list[str]:
    """Registers every operator with TensorRT's plugin registry, under its name and its alias.

    Importing the package does so already in the default namespace, so this is needed to be told
    what is missing, or for another namespace. Idempotent.

    Returns:
        The names that TensorRT now knows in that namespace as this library's.

    Raises:
        Error: TensorRT was not found, is of a version that this build does not know, or is in this
            process several times.

    Warns:
        RuntimeWarning: somebody else's creator holds one of the names.
    """
    result = _core.load(namespace)
    for problem in result["problems"]:
        warnings.warn(problem, RuntimeWarning, stacklevel=2)
    return result["registered"]
