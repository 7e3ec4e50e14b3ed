"""InstanceNormalization of images."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _instance_norm(torch: Any, x: Any, scale: Any, bias: Any) -> Any:
    return torch.nn.functional.instance_norm(x, weight=scale, bias=bias, eps=1e-5)


CASES = [
    Case(
        "InstanceNormalization",
        {"input": shape, "scale": shape[1:2], "B": shape[1:2]},
        {},
        [TorchPeer("PyTorch eager", _instance_norm)],
    )
    for shape in [(16, 64, 256, 256), (64, 256, 64, 64)]
]
