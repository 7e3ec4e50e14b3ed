"""Measure operators: time through a TensorRT engine against the speed of memory, peers beside them.

An operator's `bench.py` holds `CASES`, a list of `Case`.
"""

from __future__ import annotations

from collections.abc import Iterator

from trtplugins import _operator_files
from trtplugins.bench import ops as _ops
from trtplugins.bench.case import Case, Work, of_equal_bytes, works
from trtplugins.bench.cufft import CufftPeer
from trtplugins.bench.peers import Peer, PluginPeer, TorchPeer, Unavailable

__all__ = [
    "Case",
    "CufftPeer",
    "Peer",
    "PluginPeer",
    "TorchPeer",
    "Unavailable",
    "Work",
    "cases",
    "of_equal_bytes",
    "works",
]


def cases() -> Iterator[Case]:
    """Every case of every operator's `bench.py`."""
    for module in _operator_files.modules(_ops, "bench.py"):
        yield from module.CASES
