"""CenterCropPad of 256 MiB of images, padded by packs of 16 bytes and by odd numbers."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer

INPUT = (64, 1024, 1024)


def _case(size: int) -> Case:
    before = (size - 1024) // 2
    after = size - 1024 - before

    def pad(torch: Any, x: Any) -> Any:
        return torch.nn.functional.pad(x, (before, after, before, after))

    return Case(
        "CenterCropPad",
        {"input_data": INPUT},
        {"shape": [size, size], "axes": [1, 2]},
        [TorchPeer("PyTorch eager", pad)],
    )


CASES = [_case(1152), _case(1155)]
