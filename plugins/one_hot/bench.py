"""OneHot of 64K indices among 1024 classes."""

from __future__ import annotations

from trtplugins.bench import Case

CASES = [
    Case("OneHot", {"indices": (256, 1024), "values": (2,)}, {"depth": 1024, "axis": axis})
    for axis in (-1, 1)
]
