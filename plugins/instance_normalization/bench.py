"""InstanceNormalization of images: 256 MiB each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trtplugins.bench import Case, TorchPeer, of_equal_bytes


def _instance_norm(torch: Any, x: Any, scale: Any, bias: Any) -> Any:
    return torch.nn.functional.instance_norm(x, weight=scale, bias=bias, eps=1e-5)


def _case(shape: Sequence[int]) -> Case:
    return Case(
        "InstanceNormalization",
        {"input": shape, "scale": shape[1:2], "B": shape[1:2]},
        {},
        [TorchPeer("PyTorch eager", _instance_norm)],
    )


CASES = [*of_equal_bytes(_case, [(16, 64, 256, 256), (64, 256, 64, 64)])]
