"""What all tests share: markers, the session's seed, and a header that says what was found."""

from __future__ import annotations

import importlib.util
import secrets
import shutil
import subprocess
import sys
import zlib
from functools import lru_cache

import numpy as np
import pytest

from trtplugins import libraries, system

MARKERS = {
    "gpu": "needs an NVIDIA GPU and TensorRT",
    "interop": "needs NVIDIA's own Python bindings, the module tensorrt",
    "alone": "measures memory or time of the device, which nothing else may use meanwhile",
    "slow": "takes minutes; deselect with -m 'not slow'",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seed", type=int, help="seed of random draws; a fresh one unless given")


def pytest_configure(config: pytest.Config) -> None:
    for name, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")
    if config.getoption("--seed") is None:
        config.option.seed = secrets.randbits(32)


def pytest_report_header(config: pytest.Config) -> list[str]:
    found = f"{tensorrt_found()}; {gpu() or 'no GPU'}; {torch_found()}"
    return [f"found: {found}", f"seed: {config.getoption('--seed')} (--seed repeats it)"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("gpu") and not gpu():
            item.add_marker(pytest.mark.skip(reason="no NVIDIA GPU here"))
        if item.get_closest_marker("interop") and not bindings():
            item.add_marker(pytest.mark.skip(reason="NVIDIA's module tensorrt cannot be imported"))


@lru_cache(maxsize=1)
def gpu() -> str:
    """What the first GPU is; empty where there is none."""
    return str(next(iter(system.gpus()), ""))


@lru_cache(maxsize=1)
def bindings() -> bool:
    """Whether NVIDIA's module can be imported; another process tries, so that this one has none."""
    program = [sys.executable, "-c", "import tensorrt"]
    return subprocess.run(program, capture_output=True, check=False).returncode == 0


def tensorrt_found() -> str:
    files = libraries.copies("libnvinfer")
    return f"TensorRT {libraries.tensorrt_version(files[0])}" if files else "no TensorRT"


def torch_found() -> str:
    return "PyTorch" if importlib.util.find_spec("torch") else "no PyTorch"


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Seed of this test alone: from the session's seed and the test's name."""
    own: int = request.config.getoption("--seed")
    return own ^ zlib.crc32(request.node.nodeid.encode())


@pytest.fixture
def rng(seed: int) -> np.random.Generator:
    """Random numbers that --seed repeats, whatever other tests run."""
    return np.random.default_rng(seed)


@pytest.fixture(scope="session")
def nvcc() -> str:
    """Path of the CUDA compiler; skips the test where there is none."""
    path = shutil.which("nvcc")
    if path is None:
        pytest.skip("no nvcc here")
    return path
