"""ScatterElements along columns, ScatterND of whole rows: a copy, a quarter of it overwritten."""

from __future__ import annotations

from trtplugins.bench import Case

SHAPE = (64, 1024, 1024)
QUARTER = (64, 256, 1024)

CASES = [
    Case("ScatterElements", {"data": SHAPE, "indices": QUARTER, "updates": QUARTER}, {"axis": 1}),
    Case("ScatterND", {"data": SHAPE, "indices": (16_384, 2), "updates": (16_384, 1024)}),
]
