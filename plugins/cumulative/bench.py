"""CumSum and CumProd of 64M elements, along the last dimension and another."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer

SHAPE = (64, 1024, 1024)


def _torch(name: str, axis: int) -> TorchPeer:
    def run(torch: Any, x: Any) -> Any:
        return getattr(torch, name)(x, axis, dtype=x.dtype)

    return TorchPeer("PyTorch eager", run)


CASES = [
    Case(op, {"x": SHAPE}, {"axis": axis}, [_torch(op.lower(), axis)])
    for op in ("CumSum", "CumProd")
    for axis in (-1, 1)
] + [Case("CumSum", {"x": (256, 262_144)}, {"axis": 1}, [_torch("cumsum", 1)])]
