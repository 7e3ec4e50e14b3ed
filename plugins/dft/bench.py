"""DFT at the lengths of spectrograms and images: 256 MiB of numbers."""

from __future__ import annotations

from typing import Any

from trtplugins.bench import Case, CufftPeer, TorchPeer


def _fft_of_columns(torch: Any, x: Any) -> Any:
    return torch.view_as_real(torch.fft.fft(torch.view_as_complex(x), dim=1))


def _rows(length: int, numbers: int, parts: int, **attributes: int) -> Case:
    shape = (numbers // length, length, parts)
    return Case("DFT", {"input": shape}, {"axis": 1, **attributes}, [CufftPeer()])


# Lengths with kernels of their own, then a prime and one that is neither.
_LENGTHS = (64, 256, 1024, 4096, 16384, 65536, 2**20, 480, 1000, 2000, 1009, 30030)

CASES = [
    *(_rows(length, 2**25, 2) for length in _LENGTHS),
    _rows(1024, 2**26, 1, onesided=1),
    _rows(513, 2**25, 2, inverse=1, onesided=1),
    # A plan of cuFFT's has one distance between transforms; PyTorch copies.
    Case(
        "DFT",
        {"input": (128, 512, 512, 2)},
        {"axis": 1},
        [TorchPeer("PyTorch (cuFFT)", _fft_of_columns)],
    ),
]
