"""Swish, Mish and SwiGLU on activations of 64M elements."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer

SHAPE = (64, 1024, 1024)


def _swish(torch: Any, x: Any) -> Any:
    return torch.nn.functional.silu(x)


def _mish(torch: Any, x: Any) -> Any:
    return torch.nn.functional.mish(x)


def _swiglu(torch: Any, a: Any, b: Any) -> Any:
    return torch.nn.functional.silu(a) * b


CASES = [
    Case("Swish", {"X": SHAPE}, {}, [TorchPeer("PyTorch eager", _swish)]),
    Case("Mish", {"X": SHAPE}, {}, [TorchPeer("PyTorch eager", _mish)]),
    Case("SwiGLU", {"A": SHAPE, "B": SHAPE}, {}, [TorchPeer("PyTorch eager", _swiglu)]),
]
