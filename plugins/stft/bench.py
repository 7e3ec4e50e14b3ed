"""STFT as in front ends of speech models: 16 kHz, frames of 25 ms or 32 ms, every 10 ms."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _torch(step: int) -> TorchPeer:
    def stft(torch: Any, signal: Any, window: Any) -> Any:
        found = torch.stft(
            signal[..., 0], window.shape[0], step, window=window, center=False, return_complex=True
        )
        return torch.view_as_real(found.transpose(1, 2))

    return TorchPeer("PyTorch (cuFFT)", stft)


CASES = [
    Case(
        "STFT",
        {"signal": (64, 480_000, 1), "window": (length,)},
        {"frame_step": 160},
        [_torch(160)],
    )
    for length in (400, 512)
]
