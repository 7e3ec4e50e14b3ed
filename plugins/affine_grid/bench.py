"""AffineGrid for images and for volumes."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _case(*size: int) -> Case:
    def grid(torch: Any, theta: Any) -> Any:
        return torch.nn.functional.affine_grid(theta, size, align_corners=False)

    rank = len(size) - 2
    return Case(
        "AffineGrid",
        {"theta": (size[0], rank, rank + 1)},
        {"size": list(size)},
        [TorchPeer("PyTorch eager", grid)],
    )


CASES = [_case(32, 3, 1024, 1024), _case(4, 1, 128, 256, 256)]
