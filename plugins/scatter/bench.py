"""ScatterElements of one row per row, ScatterND of whole rows."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer

SHAPE = (64, 1024, 1024)


def _scatter(torch: Any, data: Any, indices: Any, updates: Any) -> Any:
    return data.scatter(1, indices.long(), updates)


CASES = [
    Case(
        "ScatterElements",
        {"data": SHAPE, "indices": (64, 256, 1024), "updates": (64, 256, 1024)},
        {"axis": 1, "reduction": reduction},
        [TorchPeer("PyTorch eager", _scatter)] if reduction == "none" else [],
    )
    for reduction in ("none", "add")
] + [
    Case(
        "ScatterND",
        {"data": SHAPE, "indices": (16_384, 2), "updates": (16_384, 1024)},
        {"reduction": reduction},
    )
    for reduction in ("none", "add")
]
