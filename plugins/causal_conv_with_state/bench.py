"""CausalConvWithState as in Mamba and Gated DeltaNet: prompts, and a token of each of many."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _conv(torch: Any, x: Any, weight: Any, bias: Any, past: Any) -> Any:
    padded = torch.cat((past, x), 2)
    y = torch.nn.functional.conv1d(padded, weight, bias, groups=weight.shape[0])
    return torch.nn.functional.silu(y), padded[..., -past.shape[2] :]


CASES = [
    Case(
        "CausalConvWithState",
        {
            "input": (batch, 4096, length),
            "weight": (4096, 1, 4),
            "bias": (4096,),
            "past_state": (batch, 4096, 3),
        },
        {"activation": "silu"},
        [TorchPeer("PyTorch eager", _conv)],
    )
    for batch, length in [(8, 2048), (8, 2047), (2048, 1)]
]
