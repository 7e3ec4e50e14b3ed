"""ArrayFeatureExtractor: shapes, errors, and its kernels on the host and on the GPU."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx.reference import ReferenceEvaluator

from support.host_program import BLOCKS, compiled
from support.models import build
from trtplugins import _core, reference
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model

EXTRACTOR = find("ArrayFeatureExtractor")
Array = np.ndarray[Any, Any]


@pytest.mark.parametrize(
    ("x", "y", "z"),
    [
        ([5], [3], [1, 3]),
        ([2, 5], [7], [2, 7]),
        ([2, 3, 5], [1, 7], [2, 3, 7]),
        ([2, 3, 5], [2, 7], [2, 3, 14]),
        ([2, 5], [], [2, 1]),
        ([2, 5], [0], [2, 0]),
        ([0, 5], [3], [0, 3]),
        ([2, 0], [3], [2, 3]),
    ],
)
def test_shapes(x: list[int], y: list[int], z: list[int]) -> None:
    assert EXTRACTOR.make().shapes([x, y]) == [z]


def test_a_scalar_has_no_columns() -> None:
    message = "ArrayFeatureExtractor: input 'X': expected at least 1 dimension, got 0"
    with pytest.raises(_core.Error, match=re.escape(message)):
        EXTRACTOR.make().shapes([[], [3]])


def columns_of(x: Array, indices: Array) -> Array:
    """Of rows [..., d]; zero where there is no such column."""
    size = x.shape[-1]
    out = np.zeros((*x.shape[:-1], len(indices)), x.dtype)
    for i, index in enumerate(indices.tolist()):
        if -size <= index < size:
            out[..., i] = x[..., index]
    return out


@pytest.mark.parametrize("indices", [(3,), (1, 5), (2, 4)])
@pytest.mark.parametrize("rank", [1, 2, 4])
def test_the_comparison_is_of_onnx_semantics(
    rank: int, indices: tuple[int, ...], rng: np.random.Generator
) -> None:
    x = rng.standard_normal([2, 3, 4, 7][4 - rank :]).astype(np.float32)
    y = rng.integers(-7, 7, indices)
    value = onnx.helper.make_tensor_value_info
    node = onnx.helper.make_node("ArrayFeatureExtractor", ["x", "y"], ["z"], domain="ai.onnx.ml")
    graph = onnx.helper.make_graph(
        [node],
        "g",
        [value("x", 1, x.shape), value("y", 7, y.shape)],
        [value("z", 1, [None] * max(2, rank))],
    )
    imports = [onnx.helper.make_opsetid("", 18), onnx.helper.make_opsetid("ai.onnx.ml", 1)]
    model = onnx.helper.make_model(graph, opset_imports=imports)
    feeds = {"x": x, "y": y}
    expected = ReferenceEvaluator(model).run(None, feeds)[0]
    np.testing.assert_array_equal(reference.run(model, feeds)["z"], expected)
    mine = columns_of(np.atleast_2d(x), y.reshape(-1))
    np.testing.assert_array_equal(mine, expected)


# -- the kernels on the host ---------------------------------------------------------------------


@dataclass(frozen=True)
class Work:
    """A line for the program."""

    element: int
    skews: tuple[int, int, int]
    rows: int
    columns: int
    indices: tuple[int, ...]
    seed: int

    def __str__(self) -> str:
        sizes = (self.rows, self.columns, len(self.indices), self.seed)
        return " ".join(map(str, (self.element, *self.skews, *sizes, *self.indices)))

    def expected(self) -> Array:
        count = self.rows * self.columns * self.element
        x = (np.arange(count) % 251 + 1).astype(np.uint8).view(f"u{self.element}")
        return columns_of(x.reshape(self.rows, self.columns), np.array(self.indices, np.int64))


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, nvcc: str) -> Path:
    source = Path(__file__).parent / "array_feature_extractor_on_host.cpp"
    name = "array_feature_extractor"
    return compiled(nvcc, tmp_path_factory.mktemp(name), name, source, options=BLOCKS)


def compare(program: Path, works: list[Work], seed: int) -> set[tuple[int, int]]:
    """Returns the units and packs there were."""
    lines = "\n".join(map(str, works))
    done = subprocess.run(
        [str(program)], input=lines.encode(), capture_output=True, check=True, timeout=600
    )
    at = 0
    for work in works:
        expected = work.expected()
        mine = np.frombuffer(done.stdout, expected.dtype, expected.size, at)
        at += expected.nbytes
        where = f"{work} of seed {seed}"
        np.testing.assert_array_equal(mine.reshape(expected.shape), expected, err_msg=where)
    assert at == len(done.stdout)
    plans = [tuple(map(int, line.split())) for line in done.stderr.decode().splitlines()]
    return {(unit, pack) for unit, pack in plans}


def work(
    rng: np.random.Generator, element: int, rows: int, columns: int, wanted: int, skewed: bool
) -> Work:
    """Some indices from the end, some of no column; or all in their order."""
    indices = rng.integers(-columns - 2, columns + 2, wanted)
    if rng.random() < 0.3:
        indices = np.arange(wanted) + int(rng.integers(-3, 3))
    if rng.random() < 0.3:
        indices[rng.integers(0, wanted)] = rng.choice([-(2**31), 2**31 - 1, columns, -columns - 1])
    skews = rng.integers(0, 16 // element, 2) * element if skewed else (0, 0)
    skew_of_indices = int(rng.integers(0, 4)) * 4 if skewed else 0
    return Work(
        element,
        (int(skews[0]), int(skews[1]), skew_of_indices),
        rows,
        columns,
        tuple(int(i) for i in indices),
        int(rng.integers(0, 2**31)),
    )


@pytest.mark.parametrize("skewed", [False, True])
@pytest.mark.parametrize("element", [1, 2, 4])
def test_on_the_host(
    program: Path, element: int, skewed: bool, rng: np.random.Generator, seed: int
) -> None:
    pack = 16 // element
    works = []
    for _ in range(60):
        rows, columns, wanted = (round(100 ** rng.random()) for _ in range(3))
        if rng.random() < 0.5:
            columns, wanted = columns * pack, wanted * pack
        works.append(work(rng, element, rows, columns, wanted, skewed))
    compare(program, works, seed)


@pytest.mark.parametrize("element", [1, 2, 4])
def test_every_way_on_the_host(
    program: Path, element: int, rng: np.random.Generator, seed: int
) -> None:
    """By wide and narrow units, and from memory; by packs, and element by element."""
    wide = 8 if element == 1 else 16
    pack = 16 // element
    sizes = [
        (49_152 // wide, 1600),
        (49_152 // wide - 7, 1600),
        (49_152 // wide + 64, 3200),
        (49_152 // wide + 61, 3203),
        (12_288, 3200),
        (12_288 + 16, 6400),
        (12_288 + 1, 6400),
        (1024, 16),
        (1023, 17),
        (16, 9 * 4096),
        (1, 5000),
        (0, 16),
    ]
    works = [
        work(rng, element, int(rng.integers(1, 19)), columns, wanted, False)
        for columns, wanted in sizes
    ]
    expected = {(unit, n) for unit in (wide, 4, 0) for n in (1, pack)}
    assert compare(program, works, seed) == expected


# -- and on the GPU ------------------------------------------------------------------------------


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16", "int32", "bool"])
@pytest.mark.parametrize(
    ("rows", "columns", "wanted"),
    [
        (3000, 1024, 1024),
        (3001, 1023, 777),
        (300, 1024, 16),
        (100_000, 4, 3),
        (300, 3072, 3072),
        (300, 6144, 6144),
        (100, 12_289, 12_288),
        (100, 40_000, 40_000),
        (1, 1000, 1_000_000),
        (1_000_000, 1, 1),
    ],
)
def test_sizes_of_any_kind(
    rows: int, columns: int, wanted: int, dtype: str, rng: np.random.Generator
) -> None:
    x = rng.integers(0, 2 if dtype == "bool" else 100, (rows, columns)).astype(dtype)
    y = rng.integers(-columns - 1, columns + 1, wanted).astype(np.int32)
    model = operator_model(
        EXTRACTOR,
        [Tensor("X", dtype, x.shape), Tensor("Y", "int32", y.shape)],
        [Tensor("Z", dtype, (rows, wanted))],
        {},
    )
    engine = build(model, precision="fp16" if dtype == "float16" else "fp32")
    np.testing.assert_array_equal(engine(X=x, Y=y), columns_of(x, y))
