"""DFT at the lengths of spectrograms and images: 256 MiB of numbers."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, TorchPeer


def _fft(torch: Any, x: Any) -> Any:
    return torch.view_as_real(torch.fft.fft(torch.view_as_complex(x)))


def _fft_of_columns(torch: Any, x: Any) -> Any:
    return torch.view_as_real(torch.fft.fft(torch.view_as_complex(x), dim=1))


def _rfft(torch: Any, x: Any) -> Any:
    return torch.view_as_real(torch.fft.rfft(x[..., 0]))


def _irfft(torch: Any, x: Any) -> Any:
    return torch.fft.irfft(torch.view_as_complex(x), n=1024)[..., None]


def _complex(length: int) -> Case:
    # PyTorch calls cuFFT; in float16 that takes powers of two alone.
    shape = (2**25 // length, length, 2)
    return Case("DFT", {"input": shape}, {"axis": 1}, [TorchPeer("PyTorch (cuFFT)", _fft)])


CASES = [
    *(_complex(length) for length in (64, 256, 1024, 4096, 16384, 1000, 1009, 30030)),
    Case(
        "DFT",
        {"input": (65536, 1024, 1)},
        {"axis": 1, "onesided": 1},
        [TorchPeer("PyTorch (cuFFT)", _rfft)],
    ),
    Case(
        "DFT",
        {"input": (65536, 513, 2)},
        {"axis": 1, "inverse": 1, "onesided": 1},
        [TorchPeer("PyTorch (cuFFT)", _irfft)],
    ),
    Case(
        "DFT",
        {"input": (128, 512, 512, 2)},
        {"axis": 1},
        [TorchPeer("PyTorch (cuFFT)", _fft_of_columns)],
    ),
]
