"""LReLU_TRT on an activation of 64M elements."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _leaky_relu(torch: Any, x: Any) -> Any:
    return torch.nn.functional.leaky_relu(x, 0.1)


CASES = [
    Case(
        "LReLU_TRT",
        {"X": (64, 1024, 1024)},
        {"negSlope": 0.1},
        [TorchPeer("PyTorch eager", _leaky_relu)],
    )
]
