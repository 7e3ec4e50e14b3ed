"""TopK of 64M elements, for a few and for thousands of each row, and of few long rows."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _case(rows: int, width: int, k: int) -> Case:
    def top_k(torch: Any, x: Any) -> Any:
        return torch.topk(x, k, 1)

    return Case("TopK", {"X": (rows, width)}, {"K": k}, [TorchPeer("PyTorch eager", top_k)])


CASES = [_case(65_536, 1024, 10), _case(8192, 8192, 4096), _case(8, 8_388_608, 10_000)]
