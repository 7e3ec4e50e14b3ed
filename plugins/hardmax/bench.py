"""Hardmax of 64M elements, along the last dimension and another."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer

SHAPE = (64, 1024, 1024)


def _torch(axis: int) -> TorchPeer:
    def hardmax(torch: Any, x: Any) -> Any:
        return torch.zeros_like(x).scatter_(axis, x.argmax(axis, keepdim=True), 1)

    return TorchPeer("PyTorch eager", hardmax)


CASES = [Case("Hardmax", {"input": SHAPE}, {"axis": axis}, [_torch(axis)]) for axis in (-1, 1)]
