"""Det's kernels on the host: matrices of every size and kind, with threads in any order."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from support.host_program import BLOCKS, compiled

SIZES = [
    *(("small", n) for n in (0, 1, 2, 3, 4, 5, 8, 9, 16, 17, 31, 32)),
    *(("large", n) for n in (33, 64, 65, 100)),
    *(("global", n) for n in (33, 96, 97)),
]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, nvcc: str) -> Path:
    source = Path(__file__).parent / "det_on_host.cpp"
    return compiled(nvcc, tmp_path_factory.mktemp("det"), "det", source, options=BLOCKS)


def determinants(program: Path, kernel: str, x: np.ndarray, seed: int) -> np.ndarray:
    count, n, _ = x.shape
    done = subprocess.run(
        [str(program), kernel, str(n), str(count), str(seed % 2**32)],
        input=x.tobytes(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return np.frombuffer(done.stdout, np.float32)


def normal(rng: np.random.Generator, count: int, n: int) -> np.ndarray:
    """Of determinants of order 1."""
    return (rng.standard_normal((count, n, n)) * (np.e / max(1, n)) ** 0.5).astype(np.float32)


@pytest.mark.parametrize(("kernel", "n"), SIZES)
def test_size(program: Path, kernel: str, n: int, rng: np.random.Generator, seed: int) -> None:
    x = normal(rng, 7, n)
    x[1, : n // 2] = x[1, n - n // 2 :]  # singular
    x[2] = np.eye(n)[::-1]  # swapped all over
    x[3] = np.eye(n)[rng.permutation(n)]
    x[4] = np.round(x[4])  # many elements are equal, and 0
    x[5] = np.triu(x[5])
    expected = np.linalg.det(x.astype(np.float64))
    got = determinants(program, kernel, x, seed)
    np.testing.assert_allclose(got, expected, 1e-5, 1e-9, err_msg=f"seed {seed}")


@pytest.mark.parametrize(("kernel", "n"), [("small", 3), ("small", 32), ("large", 50)])
def test_what_is_not_finite(
    program: Path, kernel: str, n: int, rng: np.random.Generator, seed: int
) -> None:
    x = normal(rng, 6, n)
    x[1, n // 2, n - 1] = np.nan
    x[2, n - 1, 0] = np.nan
    x[3] = np.eye(n)
    x[3, 1, 1] = np.inf
    x[4] = np.eye(n)
    x[4, 0, 0] = np.inf
    x[4, n - 1, n - 1] = 0
    x[5, :, 0] = 0
    x[5, 1, 1] = np.inf
    got = determinants(program, kernel, x, seed)
    assert np.isfinite(got[0])
    np.testing.assert_array_equal(got[1:], [np.nan, np.nan, np.inf, 0, 0])
