"""TensorScatter: a token more in a cache of keys."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _update(torch: Any, past: Any, update: Any) -> Any:
    present = past.clone()
    present[:, :, : update.shape[2]] = update
    return present


CASES = [
    Case(
        "TensorScatter",
        {"past_cache": (16, 8, 4096, 128), "update": (16, 8, rows, 128)},
        {},
        [TorchPeer("PyTorch eager", _update)],
    )
    for rows in (1, 1024)
]
