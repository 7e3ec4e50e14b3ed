"""Bernoulli on 64M elements."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer

SHAPE = (64, 1024, 1024)


def _bernoulli(torch: Any, p: Any) -> Any:
    return torch.rand_like(p) < p


def _of_its_type(torch: Any, p: Any) -> Any:
    return (torch.rand_like(p) < p).to(p.dtype)


CASES = [
    Case("Bernoulli", {"input": SHAPE}, {"dtype": 9}, [TorchPeer("PyTorch eager", _bernoulli)]),
    Case("Bernoulli", {"input": SHAPE}, {"dtype": 9, "seed": 1.0}),
    Case("Bernoulli", {"input": SHAPE}, {}, [TorchPeer("PyTorch eager", _of_its_type)]),
]
