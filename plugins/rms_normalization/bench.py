"""RMSNormalization at widths of language models, and of rows harder to come by: 256 MiB each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trtplugins.bench import Case, TorchPeer, of_equal_bytes


def _rms_norm(torch: Any, x: Any, scale: Any) -> Any:
    return torch.nn.functional.rms_norm(x, scale.shape, scale, 1e-5)


def _case(shape: Sequence[int]) -> Case:
    return Case(
        "RMSNormalization",
        {"X": shape, "scale": shape[-1:]},
        {"axis": -1},
        [TorchPeer("PyTorch eager", _rms_norm)],
    )


def _per_channel(shape: Sequence[int]) -> Case:
    return Case("RMSNormalization", {"X": shape, "scale": (shape[1], 1, 1)}, {"axis": 1})


_LAST_AXIS = [
    (64, 1024, 1024),
    (64, 256, 4096),
    (64, 1024, 1023),  # rows that start anywhere
    (1024, 65536),  # held by a cluster of blocks
    (256, 262144),
]
_CHANNELS = [(16, 64, 256, 256), (256, 256, 32, 32)]  # few rows
CASES = [*of_equal_bytes(_case, _LAST_AXIS), *of_equal_bytes(_per_channel, _CHANNELS)]
