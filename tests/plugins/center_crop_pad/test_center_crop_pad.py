"""CenterCropPad: shapes, errors, and its kernels on the host and on the GPU."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from support.host_program import compiled
from support.models import build
from trtplugins import _core, reference
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model

CENTER_CROP_PAD = find("CenterCropPad")
Array = np.ndarray[Any, Any]


@pytest.mark.parametrize(
    ("attributes", "x", "y"),
    [
        ({"shape": [5, 1]}, [2, 3], [5, 1]),
        ({"shape": [7, 9], "axes": [-1, 0]}, [2, 3, 4], [9, 3, 7]),
        ({"shape": [0], "axes": [1]}, [2, 3], [2, 0]),
        ({"shape": [4], "axes": [1]}, [2, 0], [2, 4]),
        ({"shape": [], "axes": []}, [2, 3], [2, 3]),
    ],
)
def test_shapes(attributes: dict[str, Any], x: list[int], y: list[int]) -> None:
    assert CENTER_CROP_PAD.make(**attributes).shapes([x]) == [y]


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({}, "attribute 'shape'"),
        ({"shape": [1, -2]}, "attribute 'shape': expected values >= 0, got -2"),
        ({"shape": [1]}, "attribute 'shape': expected 2 values, the rank of input 'input_data'"),
        (
            {"shape": [1], "axes": [0, 1]},
            "attribute 'shape': expected 2 values, as 'axes' has, got 1",
        ),
        ({"shape": [1], "axes": [2]}, "attribute 'axes': expected a value in [-2, 1]"),
        (
            {"shape": [1, 1], "axes": [1, -1]},
            "attribute 'axes': expected every dimension once, got 1 twice",
        ),
    ],
)
def test_what_does_not_fit_is_named(attributes: dict[str, Any], message: str) -> None:
    with pytest.raises(_core.Error, match="^CenterCropPad: .*" + re.escape(message)):
        CENTER_CROP_PAD.make(**attributes).shapes([[2, 3]])


def centred(x: Array, shape: tuple[int, ...]) -> Array:
    cut = [
        slice((n - m) // 2, (n - m) // 2 + m) if m < n else slice(n) for n, m in zip(x.shape, shape)
    ]
    kept = x[tuple(cut)]
    missing = [m - n for n, m in zip(kept.shape, shape)]
    return np.pad(kept, [(n // 2, n - n // 2) for n in missing])


def test_the_comparison_is_of_onnx_semantics(rng: np.random.Generator) -> None:
    for _ in range(50):
        x = rng.standard_normal(rng.integers(1, 9, int(rng.integers(1, 4)))).astype(np.float32)
        shape = rng.integers(1, 9, x.ndim)
        node = onnx.helper.make_node("CenterCropPad", ["x", "shape"], ["y"])
        value = onnx.helper.make_tensor_value_info
        graph = onnx.helper.make_graph(
            [node],
            "g",
            [value("x", 1, x.shape), value("shape", 7, shape.shape)],
            [value("y", 1, [None] * x.ndim)],
        )
        model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 18)])
        expected = reference.run(model, {"x": x, "shape": shape})["y"]
        np.testing.assert_array_equal(centred(x, tuple(shape)), expected)


# -- the kernels on the host ---------------------------------------------------------------------


@dataclass(frozen=True)
class Work:
    """A line for the program."""

    bits: int
    element: int
    skews: tuple[int, int]
    x: tuple[int, ...]
    y: tuple[int, ...]

    def __str__(self) -> str:
        return " ".join(
            map(str, (self.bits, self.element, *self.skews, len(self.x), *self.x, *self.y))
        )

    def expected(self) -> Array:
        """With an innermost dimension for the bytes of an element."""
        count = int(np.prod(self.x)) * self.element
        x = (np.arange(count) % 251 + 1).astype(np.uint8)
        return centred(x.reshape(*self.x, self.element), (*self.y, self.element))


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, nvcc: str) -> Path:
    source = Path(__file__).parent / "center_crop_pad_on_host.cpp"
    return compiled(nvcc, tmp_path_factory.mktemp("center_crop_pad"), "center_crop_pad", source)


def compare(program: Path, works: list[Work], seed: int) -> None:
    lines = "\n".join(map(str, works))
    done = subprocess.run([str(program)], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    got = np.frombuffer(done.stdout, np.uint8)
    for work in works:
        expected = work.expected()
        mine, got = got[: expected.size], got[expected.size :]
        where = f"{work} of seed {seed}"
        np.testing.assert_array_equal(mine.reshape(expected.shape), expected, err_msg=where)
    assert got.size == 0


def drawn(rng: np.random.Generator, size: int) -> tuple[int, ...]:
    """Of two shapes: a dimension stays, grows or shrinks, by much, by little, or to nothing."""
    if rng.random() < 0.4:
        return size, size
    other = int(rng.choice([size + 1, max(0, size - 1), size + 16, *rng.integers(0, 40, 3)]))
    return size, other


def work(rng: np.random.Generator, element: int, skewed: bool, bits: int) -> Work:
    rank = int(rng.integers(1, 9))
    largest = {1: 400, 2: 80, 3: 16, 4: 8}.get(rank, 4)
    pairs = [drawn(rng, int(rng.integers(1, largest + 1))) for _ in range(rank)]
    pairs = [(n, m if rank < 4 else min(m, n + 3)) for n, m in pairs]
    x, y = zip(*pairs)
    skews = rng.integers(0, 16 // element, 2) * element if skewed else (0, 0)
    return Work(bits, element, (int(skews[0]), int(skews[1])), x, y)


@pytest.mark.parametrize("bits", [32, 64])
@pytest.mark.parametrize("skewed", [False, True])
@pytest.mark.parametrize("element", [1, 2, 4])
def test_on_the_host(
    program: Path, element: int, skewed: bool, bits: int, rng: np.random.Generator, seed: int
) -> None:
    compare(program, [work(rng, element, skewed, bits) for _ in range(300)], seed)


@pytest.mark.parametrize("bits", [32, 64])
def test_whole_packs_on_the_host(
    program: Path, bits: int, rng: np.random.Generator, seed: int
) -> None:
    works = []
    for rank in range(1, 9):
        for _ in range(20):
            x, y = zip(*(drawn(rng, int(rng.integers(1, 4))) for _ in range(rank - 1)), (1, 1))
            kept, added = rng.integers(1, 5, 2)
            if rng.random() < 0.5:
                kept, added = kept + 2 * added, -added
            inner = (int(kept) * 4, int(kept + 2 * added) * 4)
            y = tuple(min(m, n + 2) for n, m in zip(x, y))
            works.append(Work(bits, 4, (0, 0), (*x[:-1], inner[0]), (*y[:-1], inner[1])))
    compare(program, works, seed)


def test_more_blocks_than_one_on_the_host(program: Path, seed: int) -> None:
    shapes = [((70, 33, 31), (71, 35, 37)), ((64, 64, 32), (61, 70, 64)), ((9000,), (20001,))]
    compare(program, [Work(32, 2, skews, *s) for s in shapes for skews in ((0, 0), (2, 6))], seed)


# -- and on the GPU ------------------------------------------------------------------------------


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16", "int32", "bool"])
@pytest.mark.parametrize(
    ("x", "y"),
    [
        ((3, 200, 256), (3, 224, 320)),
        ((3, 200, 255), (3, 224, 301)),
        ((2, 77, 301), (2, 100, 200)),
        ((100_000, 3), (100_000, 4)),
    ],
)
def test_extents_of_any_kind(
    x: tuple[int, ...], y: tuple[int, ...], dtype: str, rng: np.random.Generator
) -> None:
    values = rng.integers(0, 2 if dtype == "bool" else 100, x).astype(dtype)
    model = operator_model(
        CENTER_CROP_PAD,
        [Tensor("input_data", dtype, x)],
        [Tensor("output_data", dtype, y)],
        {"shape": list(y)},
    )
    engine = build(model, precision="fp16" if dtype == "float16" else "fp32")
    np.testing.assert_array_equal(engine(input_data=values), centred(values, y))
