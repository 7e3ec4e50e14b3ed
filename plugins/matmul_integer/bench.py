"""MatMulInteger at widths of language models."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _matmul(torch: Any, a: Any, b: Any) -> Any:
    return torch.matmul(a.half(), b.half())


CASES = [
    Case(
        "MatMulInteger",
        {"A": (rows, 8192), "B": (8192, 4096)},
        {},
        [TorchPeer("PyTorch, converted to float16", _matmul)],
    )
    for rows in (16, 4096)
]
