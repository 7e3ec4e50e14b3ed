"""The one exception of this package."""

from __future__ import annotations


class UffError(ValueError):
    """A graph that no UFF file can hold, or a file that is none.

    The text names the node and the attribute, what was expected and what came.
    """
