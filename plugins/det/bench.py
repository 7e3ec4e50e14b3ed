"""Det of many small matrices, and of some large ones."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _det(torch: Any, x: Any) -> Any:
    return torch.linalg.det(x.float()).to(x.dtype)


CASES = [
    Case("Det", {"X": shape}, {}, [TorchPeer("PyTorch eager", _det)])
    for shape in ((1 << 20, 8, 8), (65536, 32, 32), (1024, 256, 256))
]
