"""Gelu on an activation of 64M elements."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, PluginPeer, TorchPeer

SHAPE = (64, 1024, 1024)


def _torch(form: str) -> TorchPeer:
    def gelu(torch: Any, x: Any) -> Any:
        return torch.nn.functional.gelu(x, approximate=form)

    return TorchPeer("PyTorch eager", gelu)


def _nvidia_fields(dtype: str) -> dict[str, Any]:
    return {"type_id": {"float32": 0, "float16": 1}[dtype]}


CASES = [
    Case("Gelu", {"X": SHAPE}, {"approximate": "none"}, [_torch("none")]),
    Case(
        "Gelu",
        {"X": SHAPE},
        {"approximate": "tanh"},
        [_torch("tanh"), PluginPeer("CustomGeluPluginDynamic", _nvidia_fields)],
    ),
]
