"""Plans under TensorRT: what it reads, what it refuses, and that refusals leave it usable."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import trtplugins as tp
from support import process
from support.models import BATCHES, PAIRS, add_and_relu, build, three_operators
from trtplugins import _core

pytestmark = pytest.mark.gpu

PAGE = 4096


@pytest.fixture(scope="module")
def engine() -> tp.Engine:
    return build(three_operators(), profiles=BATCHES)


@pytest.fixture
def working(engine: tp.Engine, rng: np.random.Generator) -> Iterator[tp.Engine]:
    """The engine, which gives the same results after the test."""
    x = rng.standard_normal((3, 64)).astype(np.float32)
    before = engine(x)
    yield engine
    np.testing.assert_array_equal(engine(x), before)


@pytest.mark.parametrize("mapped", [True, False])
@pytest.mark.parametrize("header", [True, False])
def test_saved_and_loaded(
    engine: tp.Engine, header: bool, mapped: bool, tmp_path: Path, rng: np.random.Generator
) -> None:
    path = tmp_path / "model.plan"
    engine.save(path, header=header)
    assert (path.read_bytes() == engine.plan) is not header
    loaded = tp.Engine.load(path, mapped=mapped)
    assert loaded.plan == engine.plan
    x = rng.standard_normal((5, 64)).astype(np.float32)
    np.testing.assert_array_equal(loaded(x), engine(x))
    loaded.save(tmp_path / "again.plan", header=header)
    assert (tmp_path / "again.plan").read_bytes() == path.read_bytes()
    np.testing.assert_array_equal(tp.Engine(path.read_bytes())(x), engine(x))


def test_the_header_names_what_the_plan_needs(engine: tp.Engine, tmp_path: Path) -> None:
    engine.save(tmp_path / "model.plan")
    file = tp.plans.open(tmp_path / "model.plan")
    header = file.header
    assert header is not None
    assert (header.tensorrt, header.gpu, header.compute_capability) == _core.this_host()
    assert header.trtplugins == tp.__version__
    assert header.hardware_compatibility == "none"
    # Plugin data is stored as it is, once or more.
    assert set(header.operators) == {"RMSNormalization", "Gelu", "LReLU_TRT"}
    assert file.operators() == header.operators


def test_what_a_plan_of_tensorrt_begins_with(engine: tp.Engine) -> None:
    plan = engine.plan
    start = plan[:64].hex(" ")
    version = tuple(int(n) for n in _core.this_host()[0].split("."))
    if version >= (8, 6, 0):
        assert plan[:8] == b"ftrt\0\0\0\0", f"{len(plan)} bytes: {start}"
        assert tuple(plan[24:27]) == version, f"{len(plan)} bytes: {start}"
        (size,) = struct.unpack_from("<Q", plan, 16)
        assert size == len(plan), f"{len(plan)} bytes: {start}"
    else:
        assert plan[:4] == b"ptrt", f"{len(plan)} bytes: {start}"


def test_tensorrt_takes_a_plan_alone(working: tp.Engine) -> None:
    """Its tools cannot read a file with anything before or after the plan: hence header=False."""
    plan = working.plan
    with pytest.raises(tp.PlanError):
        tp.Engine(plan + bytes(64))


def test_a_truncated_bare_plan(working: tp.Engine, tmp_path: Path) -> None:
    plan = working.plan
    for size in (4, 20, 30, 100, len(plan) // 2, len(plan) - 1):
        (tmp_path / "short.plan").write_bytes(plan[:size])
        with pytest.raises(tp.PlanError, match=r"short\.plan") as raised:
            tp.Engine.load(tmp_path / "short.plan")
        if size >= 28 and plan.startswith(b"ftrt"):  # TensorRT 8.6 states the length
            assert f"truncated: expected {len(plan)} bytes, got {size}" in str(raised.value)


def test_a_truncated_or_damaged_plan_with_a_header(working: tp.Engine, tmp_path: Path) -> None:
    path = tmp_path / "model.plan"
    working.save(path)
    data = path.read_bytes()
    for size in (7, 39, PAGE - 1, PAGE, PAGE + 100, len(data) - 1):
        path.write_bytes(data[:size])
        with pytest.raises(tp.PlanError, match=r"model\.plan"):
            tp.Engine.load(path)
    path.write_bytes(data[: PAGE + 1000] + bytes([data[PAGE + 1000] ^ 1]) + data[PAGE + 1001 :])
    with pytest.raises(tp.PlanError, match="checksum"):
        tp.Engine.load(path)


@pytest.mark.parametrize("version", [(8, 4, 1), (9, 3, 0), (10, 3, 0)])
def test_a_bare_plan_of_another_version(
    working: tp.Engine, version: tuple[int, ...], tmp_path: Path
) -> None:
    plan = working.plan
    if not plan.startswith(b"ftrt"):
        pytest.skip("plans of TensorRT before 8.6 do not state their version")
    (tmp_path / "other.plan").write_bytes(plan[:24] + bytes(version) + plan[27:])
    with pytest.raises(tp.PlanError, match=r"TensorRT {}\.{}\.{}, expected".format(*version)):
        tp.Engine.load(tmp_path / "other.plan")


def test_a_plan_for_another_gpu(working: tp.Engine, tmp_path: Path) -> None:
    header = _core.PlanHeader(
        tensorrt=_core.this_host()[0], compute_capability="6.1", gpu="NVIDIA GeForce GTX 1080"
    )
    _core.write_plan(str(tmp_path / "other.plan"), working.plan, header)
    with pytest.raises(tp.PlanError, match=r"compute capability 6\.1 \(NVIDIA GeForce GTX 1080\)"):
        tp.Engine.load(tmp_path / "other.plan")


@pytest.mark.parametrize("header", [True, False])
def test_operators_that_are_not_registered_are_named(
    engine: tp.Engine, header: bool, tmp_path: Path
) -> None:
    engine.save(tmp_path / "model.plan", header=header)
    program = """
import sys, numpy as np, trtplugins as tp
from trtplugins import _core
_core.unload()
try: tp.Engine.load(sys.argv[1])
except tp.PlanError as error: print(error)
tp.load()
print(tp.Engine.load(sys.argv[1])(np.ones((2, 64), np.float32)).shape)
"""
    result = process.run(program, str(tmp_path / "model.plan"))
    assert result.code == 0, result.err
    for name in ("RMSNormalization", "Gelu", "LReLU_TRT"):
        assert f"the plan needs the operator {name}, which is not registered" in result.out
    assert "(2, 64)" in result.out


def test_a_plan_without_our_operators(tmp_path: Path) -> None:
    plain = build(add_and_relu(), profiles=PAIRS)
    plain.save(tmp_path / "model.plan")
    header = tp.plans.open(tmp_path / "model.plan").header
    assert header is not None
    assert header.operators == {}
    x = np.ones((2, 8), np.float32)
    np.testing.assert_array_equal(tp.Engine.load(tmp_path / "model.plan")(x, x)["s"], x + x)
