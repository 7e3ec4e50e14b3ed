"""Mod on activations of 64M elements, and by a vector."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer

SHAPE = (64, 1024, 1024)


def _floor(torch: Any, a: Any, b: Any) -> Any:
    return torch.remainder(a, b)


def _truncated(torch: Any, a: Any, b: Any) -> Any:
    return torch.fmod(a, b)


CASES = [
    Case("Mod", {"A": SHAPE, "B": SHAPE}, {}, [TorchPeer("PyTorch eager", _floor)]),
    Case("Mod", {"A": SHAPE, "B": SHAPE}, {"fmod": 1}, [TorchPeer("PyTorch eager", _truncated)]),
    Case("Mod", {"A": SHAPE, "B": (1024,)}, {"fmod": 1}, [TorchPeer("PyTorch eager", _truncated)]),
]
