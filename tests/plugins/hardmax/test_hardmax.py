"""Hardmax: shapes, errors, and its kernels on the host and on the GPU."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from support.host_program import BLOCKS, compiled
from support.models import build
from trtplugins import _core
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model

Array = np.ndarray[Any, Any]


def test_shapes() -> None:
    assert find("Hardmax").make().shapes([[2, 0, 3]]) == [[2, 0, 3]]
    with pytest.raises(_core.Error, match=r"^Hardmax: attribute 'axis': expected"):
        find("Hardmax").make(axis=2).shapes([[2, 3]])


def values(rng: np.random.Generator, shape: tuple[int, int, int], dtype: str) -> Array:
    """Many are equal, zeros have either sign, and some are no numbers."""
    x = rng.integers(-3, 4, shape) * rng.choice([-0.5, 0.5], shape)
    places = rng.random(shape)
    x[places < 0.02] = np.inf
    x[places > 0.98] = -np.inf
    x[:: max(1, shape[0] // 3)][rng.random(x[:: max(1, shape[0] // 3)].shape) < 0.01] = np.nan
    x[-1:, :, -1:] = -np.inf  # a line of nothing else
    return np.ascontiguousarray(x.astype(dtype))


def hardmax(x: Array) -> Array:
    y = np.zeros_like(x)
    np.put_along_axis(y, x.argmax(1, keepdims=True), 1, 1)
    return y


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, nvcc: str) -> Path:
    source = Path(__file__).parent / "hardmax_on_host.cpp"
    return compiled(nvcc, tmp_path_factory.mktemp("hardmax"), "hardmax", source, options=BLOCKS)


@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize(
    ("lanes", "pack", "shape"),
    [
        (8, 1, (35, 13, 1)),
        (8, 8, (33, 48, 1)),
        (32, 1, (9, 77, 1)),
        (32, 8, (3, 544, 1)),
        (256, 1, (2, 611, 1)),
        (256, 8, (2, 4104, 1)),
        (0, 1, (3, 21, 15)),
        (0, 8, (2, 9, 136)),
        (0, 1, (1, 1, 3)),
    ],
)
def test_on_the_host(
    program: Path,
    lanes: int,
    pack: int,
    shape: tuple[int, int, int],
    dtype: str,
    rng: np.random.Generator,
    seed: int,
) -> None:
    x = values(rng, shape, dtype)
    kind = {"float32": "float", "float16": "half"}[dtype]
    done = subprocess.run(
        [str(program), str(lanes), kind, str(pack), *map(str, shape), str(seed % 2**31)],
        input=x.tobytes(),
        stdout=subprocess.PIPE,
        check=True,
    )
    got = np.frombuffer(done.stdout, dtype).reshape(shape)
    np.testing.assert_array_equal(got, hardmax(x), err_msg=f"seed {seed}")


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize(
    "shape", [(1000, 5, 1), (77, 1000, 1), (5, 4097, 1), (3, 100_000, 1), (5, 300, 7), (2, 70, 512)]
)
def test_lines_of_any_length(
    shape: tuple[int, int, int], dtype: str, rng: np.random.Generator
) -> None:
    x = values(rng, shape, dtype)
    model = operator_model(
        find("Hardmax"),
        [Tensor("input", dtype, shape)],
        [Tensor("output", dtype, shape)],
        {"axis": 1},
    )
    engine = build(model, precision="fp16" if dtype == "float16" else "fp32")
    np.testing.assert_array_equal(engine(input=x), hardmax(x))
