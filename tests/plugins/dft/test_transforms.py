"""Transforms on the host, by the functions that the kernels are made of."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from support.host_program import ROOT, compiled

POWERS = [32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384]
OTHERS = [100, 160, 192, 200, 240, 320, 384, 400, 480, 500, 600, 768, 960, 1000, 1200, 1536, 2000]
FIXED = POWERS + OTHERS
SHARED_BYTES = 160 * 1024
SMALL_SHARED_BYTES = 64 * 1024  # Turing's


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, nvcc: str) -> Path:
    sources = Path(__file__).parent / "transforms.cu", ROOT / "plugins/fourier/fixed_shape.cu"
    folder = tmp_path_factory.mktemp("fourier")
    return compiled(nvcc, folder, "fourier", *sources, options=["-O0"])  # -O2 takes a minute


class Transforms:
    """What the program makes of x, [outer, length, inner], complex or real."""

    def __init__(self, program: Path) -> None:
        self.program = program
        self.taken: list[int] = []  # kernels of fixed lengths, in the last call

    def __call__(
        self,
        x: np.ndarray,
        n: int,
        *,
        length: int | None = None,
        inverse: bool = False,
        bins: bool = False,
        real_result: bool = False,
        shared_bytes: int = SHARED_BYTES,
        dtype: str = "float32",
    ) -> np.ndarray:
        outer, size, inner = x.shape
        is_complex = np.iscomplexobj(x)
        come = "bins" if bins else "complex" if is_complex else "real"
        length = n if length is None else length
        numbers = [n, inner, int(inverse), come, "real" if real_result else "complex"]
        command = [str(self.program), *map(str, [*numbers, size, length, shared_bytes, dtype])]
        given = x.astype(np.complex64 if is_complex else np.float32).tobytes()
        done = subprocess.run(command, input=given, capture_output=True, check=True)
        self.taken = [int(word) for word in done.stderr.split()]
        kind = np.float32 if real_result else np.complex64
        return np.frombuffer(done.stdout, kind).reshape(outer, length, inner)


@pytest.fixture
def transforms(program: Path) -> Transforms:
    return Transforms(program)


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    return rng.normal(size=shape) + 1j * rng.normal(size=shape)


def assert_near(got: np.ndarray, expected: np.ndarray) -> None:
    """As near as float32 may be: in proportion to the size of what is summed."""
    assert got.shape == expected.shape
    size = np.sqrt(np.mean(np.abs(expected) ** 2))
    assert np.abs(got - expected).max() <= 5e-6 * size


@pytest.mark.parametrize("n", FIXED)
@pytest.mark.parametrize("inverse", [False, True])
@pytest.mark.parametrize("inner", [1, 3])
def test_fixed_lengths(
    transforms: Transforms, rng: np.random.Generator, n: int, inverse: bool, inner: int
) -> None:
    x = numbers(rng, 2, n, inner)
    expected = (np.fft.ifft if inverse else np.fft.fft)(x, axis=1)
    assert_near(transforms(x, n, inverse=inverse), expected)
    assert transforms.taken == ([n] if n <= 4096 or inner == 1 else [])


@pytest.mark.parametrize("n", FIXED)
def test_float16(transforms: Transforms, rng: np.random.Generator, n: int) -> None:
    """Numbers are narrow in memory alone: what is added is the rounding of the results."""
    x = numbers(rng, 2, n, 1) / np.sqrt(n)  # so that nothing overflows
    x = x.real.astype(np.float16) + 1j * x.imag.astype(np.float16)
    whole = np.fft.fft(x, axis=1)
    got = {
        "complex": (transforms(x, n, dtype="float16"), whole),
        "real": (
            transforms(x.real, n, length=n // 2 + 1, dtype="float16"),
            np.fft.rfft(x.real, axis=1),
        ),
        "bins": (
            transforms(
                x[:, : n // 2 + 1] * n,
                n,
                inverse=True,
                bins=True,
                real_result=True,
                dtype="float16",
            ),
            np.fft.irfft(x[:, : n // 2 + 1] * n, n, axis=1),
        ),
    }
    for name, (found, expected) in got.items():
        size = np.sqrt(np.mean(np.abs(expected) ** 2))
        assert np.abs(found - expected).max() <= 3e-3 * size, name


@pytest.mark.parametrize("n", [64, 1000, 1024])
def test_what_is_cut_off_and_what_zeros_follow(
    transforms: Transforms, rng: np.random.Generator, n: int
) -> None:
    x = numbers(rng, 3, n // 2 + 1, 1)
    got = transforms(x, n, length=n // 3)
    assert_near(got, np.fft.fft(x, n, axis=1)[:, : n // 3])
    assert transforms.taken == [n]


@pytest.mark.parametrize("n", FIXED)
@pytest.mark.parametrize("onesided", [True, False])
def test_real_numbers(
    transforms: Transforms, rng: np.random.Generator, n: int, onesided: bool
) -> None:
    x = rng.normal(size=(2, 2 * n, 1))
    expected = (np.fft.rfft if onesided else np.fft.fft)(x, axis=1)
    assert_near(transforms(x, 2 * n, length=expected.shape[1]), expected)
    # As pairs, unless these lie apart, they have kernels of their own.
    assert transforms.taken == [n]
    short = x[:, : n + 3]
    expected = (np.fft.rfft if onesided else np.fft.fft)(short, 2 * n, axis=1)
    assert_near(transforms(short[:1], 2 * n, length=expected.shape[1]), expected[:1])


@pytest.mark.parametrize("n", FIXED)
def test_bins_of_real_numbers(transforms: Transforms, rng: np.random.Generator, n: int) -> None:
    x = numbers(rng, 2, n + 1, 1)
    got = transforms(x, 2 * n, inverse=True, bins=True, real_result=True)
    assert_near(got, np.fft.irfft(x, 2 * n, axis=1))
    assert transforms.taken == [n]


@pytest.mark.parametrize("n", [17, 31, 97, 499, 1009, 4099, 8191])
@pytest.mark.parametrize("inverse", [False, True])
def test_primes_are_convolutions(
    transforms: Transforms, rng: np.random.Generator, n: int, inverse: bool
) -> None:
    x = numbers(rng, 2, n, 1)
    assert_near(
        transforms(x, n, inverse=inverse), (np.fft.ifft if inverse else np.fft.fft)(x, axis=1)
    )
    padded = min(length for length in POWERS if length >= 2 * n - 1)
    assert transforms.taken == [padded, padded]


@pytest.mark.parametrize(("rows", "cols"), [(256, 256), (160, 160), (400, 1000)])
@pytest.mark.parametrize("inverse", [False, True])
def test_long_ones_take_two_passes(
    transforms: Transforms, rng: np.random.Generator, rows: int, cols: int, inverse: bool
) -> None:
    n = rows * cols
    x = numbers(rng, 3, n, 1)
    expected = (np.fft.ifft if inverse else np.fft.fft)(x, axis=1)
    assert_near(transforms(x, n, inverse=inverse), expected)
    assert transforms.taken[:2] == [rows, cols]


@pytest.mark.parametrize("n", [1, 6, 30, 97, 360, 1001, 4096, 8192, 16384, 30030])
@pytest.mark.parametrize("inner", [1, 2])
def test_any_length(transforms: Transforms, rng: np.random.Generator, n: int, inner: int) -> None:
    x = numbers(rng, 2, n, inner)
    got = transforms(x, n, shared_bytes=SMALL_SHARED_BYTES)
    assert_near(got, np.fft.fft(x, axis=1))
