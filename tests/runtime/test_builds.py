"""Options of a build, on a GPU: what they do to the engine, and what is said where they cannot."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import helper

import trtplugins as tp
from support import process
from support.models import PAIRS, add_and_relu, build, model
from trtplugins import _core
from trtplugins.progress import Progress

pytestmark = pytest.mark.gpu


def convolutions(count: int = 2, channels: int = 16, seed: int = 0) -> onnx.ModelProto:
    """`count` convolutions with a Relu after each: x (n, channels, 16, 16) to y."""
    rng = np.random.default_rng(seed)
    nodes, constants, last = [], {}, "x"
    for i in range(count):
        shape = (channels, channels, 3, 3)
        deviation = np.sqrt(2 / (channels * 9))
        constants[f"w{i}"] = (rng.standard_normal(shape) * deviation).astype(np.float32)
        nodes.append(
            helper.make_node("Conv", [last, f"w{i}"], [f"c{i}"], f"conv{i}", pads=[1, 1, 1, 1])
        )
        last = "y" if i == count - 1 else f"r{i}"
        nodes.append(helper.make_node("Relu", [f"c{i}"], [last], f"relu{i}"))
    return model(nodes, {"x": ["n", channels, 16, 16]}, ["y"], constants)


IMAGES = {"x": [(1, 16, 16, 16), (2, 16, 16, 16), (4, 16, 16, 16)]}


def images(rng: np.random.Generator, n: int = 2) -> Any:
    return rng.standard_normal((n, 16, 16, 16)).astype(np.float32)


def expected(source: onnx.ModelProto, x: Any) -> Any:
    return tp.reference.run(source, {"x": x})["y"]


def error(engine: tp.Engine, source: onnx.ModelProto, x: Any) -> float:
    """Largest difference as a part of the largest value."""
    wanted = expected(source, x)
    return float(np.abs(engine(x) - wanted).max() / np.abs(wanted).max())


def int8_error(engine: tp.Engine, source: onnx.ModelProto, x: Any) -> float:
    """By root mean squares: what lies outside of a range is cut off, so single errors are large."""
    wanted = expected(source, x)
    return float(np.sqrt(np.mean((engine(x) - wanted) ** 2) / np.mean(wanted**2)))


def batches(rng: np.random.Generator, count: int = 4) -> list[dict[str, Any]]:
    return [{"x": images(rng)} for _ in range(count)]


# -- precision ---------------------------------------------------------------------------


def test_tf32_can_be_done_without(rng: np.random.Generator) -> None:
    source, x = convolutions(), images(rng)
    assert error(build(source, profiles=IMAGES, tf32=False), source, x) < 1e-5


@pytest.mark.parametrize("constraints", ["prefer", "obey"])
def test_layers_keep_to_their_precision(constraints: str, rng: np.random.Generator) -> None:
    source, x = convolutions(), images(rng)
    engine = build(
        source,
        profiles=IMAGES,
        precision="fp16",
        tf32=False,
        precision_constraints=constraints,
        layer_precisions={"*": "fp32"},
        layer_output_types={"conv*": "fp32", "relu*": "fp32"},
    )
    assert error(engine, source, x) < 1e-5  # in fp16 it would be above 1e-4


def test_a_layer_that_there_is_not() -> None:
    with pytest.raises(tp.Error, match=r"layer_precisions: the network has no layer 'head\*'"):
        build(convolutions(), profiles=IMAGES, layer_precisions={"head*": "fp32"})


def test_dynamic_ranges(rng: np.random.Generator) -> None:
    source, x = convolutions(), images(rng)
    names = ["x", "c0", "r0", "c1", "y"]
    engine = build(
        source, profiles=IMAGES, precision="int8", dynamic_ranges=dict.fromkeys(names, 5.0)
    )
    assert int8_error(engine, source, x) < 0.1
    with pytest.raises(tp.Error, match="dynamic_ranges: the network has no tensor 'z'"):
        build(source, profiles=IMAGES, precision="int8", dynamic_ranges={"z": 1.0})


# -- calibration -------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["entropy", "minmax", "legacy"])
def test_calibration(algorithm: str, rng: np.random.Generator) -> None:
    source, x = convolutions(), images(rng)
    calibrator = getattr(tp.calibrate, algorithm)(batches(rng))
    engine = build(source, profiles=IMAGES, precision="int8", calibrator=calibrator)
    assert int8_error(engine, source, x) < 0.1


def test_calibration_with_device_arrays_and_a_profile_of_its_own(rng: np.random.Generator) -> None:
    torch = pytest.importorskip("torch")
    source, x = convolutions(), images(rng)
    data = [torch.as_tensor(images(rng, 3), device="cuda") for _ in range(3)]
    profile = {"x": [(3, 16, 16, 16)] * 3}
    engine = build(
        source,
        profiles=IMAGES,
        precision="int8",
        calibrator=tp.calibrate.entropy(data),
        calibration_profile=profile,
    )
    assert int8_error(engine, source, x) < 0.1


def test_a_cached_table_is_used_until_the_model_changes(
    tmp_path: Path, rng: np.random.Generator
) -> None:
    cache, read = tmp_path / "x.cache", 0

    def data() -> Any:
        nonlocal read
        read += 1
        return batches(rng)

    def make(source: onnx.ModelProto, **options: Any) -> None:
        calibrator = tp.calibrate.entropy(data, cache=cache, **options)
        build(source, profiles=IMAGES, precision="int8", calibrator=calibrator)

    make(convolutions())
    assert read == 1
    assert cache.stat().st_size > 0
    make(convolutions())
    assert read == 1
    make(convolutions(seed=1))  # other weights
    assert read == 2
    make(convolutions(), key="other data")
    assert read == 3
    make(convolutions())
    assert read == 3


def test_what_calibration_data_raise_ends_the_build(rng: np.random.Generator) -> None:
    class NoMore(Exception):
        pass

    def data() -> Any:
        yield from batches(rng, 2)
        raise NoMore("after two batches")

    source, x = convolutions(), images(rng)
    with pytest.raises(NoMore, match="after two batches"):
        build(source, profiles=IMAGES, precision="int8", calibrator=tp.calibrate.entropy(data))
    engine = build(source, profiles=IMAGES)  # the builder can be used again
    assert error(engine, source, x) < 1e-2


@pytest.mark.parametrize(
    ("batch", "message"),
    [
        ({"x": np.zeros((2, 16, 16, 15), np.float32)}, "expected float32[2, 16, 16, 16], got"),
        ({"x": np.zeros((2, 16, 16, 16))}, "input 'x': expected float32, got float64"),
        ({"z": np.zeros(1)}, "expected arrays of x; missing x"),
        ([], "expected 1 arrays, of x, got 0"),
        (None, "calibrator: expected at least one batch, got none"),
    ],
)
def test_calibration_data_that_do_not_fit(batch: Any, message: str) -> None:
    calibrator = tp.calibrate.entropy([] if batch is None else [batch])
    with pytest.raises(tp.Error, match=re.escape(message)):
        build(convolutions(), profiles=IMAGES, precision="int8", calibrator=calibrator)


# -- the timing cache --------------------------------------------------------------------


def test_a_timing_cache_is_made_used_and_added_to(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = tmp_path / "t.cache"
    options: dict[str, Any] = {
        "profiles": IMAGES,
        "timing_cache": cache,
        "optimization_level": 3,
        "verbose": True,
    }

    def timed(source: onnx.ModelProto) -> int:
        """How many tactics were timed."""
        caplog.clear()
        with caplog.at_level(logging.DEBUG, "trtplugins.tensorrt"):
            build(source, **options)
        return sum(
            "Tactic: 0x" in r.getMessage() and "Time:" in r.getMessage() for r in caplog.records
        )

    first = timed(convolutions())
    assert first > 0
    size = cache.stat().st_size
    assert timed(convolutions()) < first / 2
    timed(convolutions(channels=16, count=1))
    assert cache.stat().st_size >= size
    assert sorted(p.name for p in tmp_path.iterdir()) == ["t.cache", "t.cache.lock"]


@pytest.mark.parametrize("damage", ["cut", "flipped", "foreign", "empty"])
def test_a_timing_cache_that_is_no_good_costs_a_warning(
    damage: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = tmp_path / "t.cache"
    build(convolutions(), profiles=IMAGES, timing_cache=cache)
    whole = cache.read_bytes()
    spoiled = {
        "cut": whole[: len(whole) // 2],
        "flipped": whole[:60] + bytes([whole[60] ^ 1]) + whole[61:],
        "foreign": b"somebody's notes",
        "empty": b"",
    }[damage]
    cache.write_bytes(spoiled)
    with caplog.at_level(logging.WARNING, "trtplugins.tensorrt"):
        build(convolutions(), profiles=IMAGES, timing_cache=cache)
    warned = [r.getMessage() for r in caplog.records if "t.cache" in r.getMessage()]
    assert bool(warned) == (damage != "empty"), caplog.text
    assert (cache.read_bytes() == spoiled) == (damage == "foreign")


# -- shapes ------------------------------------------------------------------------------


def test_a_profile_of_values() -> None:
    """Of an input that says how far to expand another."""
    source = model([helper.make_node("Expand", ["x", "extents"], ["y"])], {"x": [1, 1]}, ["y"])
    extents = helper.make_tensor_value_info("extents", onnx.TensorProto.INT64, [2])
    source.graph.input.append(extents)
    engine = build(source, profiles={"extents": [(1, 2), (4, 5), (8, 9)]})
    x = np.full((1, 1), 7, np.float32)
    for shape in ((1, 2), (4, 5), (8, 9), (3, 3)):
        np.testing.assert_array_equal(
            engine(x=x, extents=np.array(shape)), np.full(shape, 7, np.float32)
        )
    for profiles, message in (
        ({}, "input 'extents'"),
        ({"extents": [(1,), (2,), (3,)]}, "profile 0: input 'extents'"),
        ({"extents": [(4, 4), (1, 1), (8, 8)]}, "expected 0 <= min <= opt <= max"),
    ):
        with pytest.raises(tp.Error, match=message):
            build(source, profiles=profiles)


# -- what is in the engine ---------------------------------------------------------------


def test_types_and_layouts_of_inputs_and_outputs(rng: np.random.Generator) -> None:
    source = convolutions()
    engine = build(
        source,
        profiles=IMAGES,
        precision="fp16",
        io={"x": ("fp16", "hwc8"), "y": "fp16"},
    )
    x, y = engine.inputs[0], engine.outputs[0]
    assert (x.dtype, y.dtype) == ("float16", "float16")
    assert (x.layout, y.layout) == ("hwc8", "linear"), x.format
    image = images(rng)
    wanted = expected(source, image)
    got = engine(image.astype(np.float16))  # rearranged on the way
    np.testing.assert_allclose(got, wanted, rtol=2e-2, atol=2e-2)
    torch = pytest.importorskip("torch")
    packed = tp.formats.pack(image.astype(np.float16), "hwc8")
    got = engine(torch.as_tensor(packed, device="cuda"))
    np.testing.assert_allclose(got.cpu().numpy(), wanted, rtol=2e-2, atol=2e-2)
    with pytest.raises(tp.Error, match=r"input 'x': expected the shape \[-1, 16, 16, 16\]"):
        engine(torch.zeros((2, 16, 16, 8), dtype=torch.float16, device="cuda"))


def test_no_reformat_at_either_end(rng: np.random.Generator) -> None:
    source, image = convolutions(), images(rng)
    io = {"x": ("fp16", "hwc8"), "y": ("fp16", "hwc8")}
    engine = build(source, profiles=IMAGES, precision="fp16", io=io, direct_io=True)
    np.testing.assert_allclose(engine(image.astype(np.float16)), expected(source, image), atol=5e-2)


@pytest.mark.parametrize("layout", ["chw16", "chw32", "chw2"])
def test_channels_that_do_not_fill_a_layout(layout: str, rng: np.random.Generator) -> None:
    """Three channels in vectors of two or sixteen: memory is larger than the shape says."""
    weights = rng.standard_normal((5, 3, 3, 3)).astype(np.float32)
    nodes = [helper.make_node("Conv", ["x", "w"], ["y"], pads=[1, 1, 1, 1])]
    source = model(nodes, {"x": [2, 3, 9, 9]}, ["y"], {"w": weights})
    x = rng.standard_normal((2, 3, 9, 9)).astype(np.float16)
    wanted = tp.reference.run(source, {"x": x.astype(np.float32)})["y"]
    io = {"x": ("fp16", layout), "y": ("fp16", layout)}
    engine = build(source, precision="fp16", io=io)
    assert engine.inputs[0].layout == engine.outputs[0].layout == layout
    np.testing.assert_allclose(engine(x), wanted, rtol=3e-2, atol=3e-2)


@pytest.mark.parametrize(
    ("io", "message"),
    [
        ({"q": "fp16"}, "io: the model has no input or output 'q'; expected one of 'x', 'y'"),
        ({"x": "hwc8"}, "io of 'x': format hwc8 is for fp16, got fp32"),
        ({"x": ("fp16", "dhwc8")}, "io of 'x': format dhwc8: expected at least 5 dimensions"),
    ],
)
def test_layouts_that_cannot_be(io: Any, message: str) -> None:
    with pytest.raises(tp.Error, match=re.escape(message)):
        build(convolutions(), profiles=IMAGES, precision="fp16", io=io)


def test_other_options_are_taken(rng: np.random.Generator) -> None:
    source, x = convolutions(), images(rng)
    engine = build(
        source,
        profiles=IMAGES,
        refittable=True,
        sparse_weights=True,
        max_aux_streams=0,
        memory_pools={"workspace": "64 MiB", "tactic_dram": "4 GiB"},
        profiling_verbosity="detailed",
        hardware_compatibility="ampere_plus",
    )
    assert error(engine, source, x) < 1e-2


def test_a_version_compatible_plan() -> None:
    """With plugin libraries in it; without the lean runtime, which the wheels do not have."""
    options: dict[str, Any] = {"version_compatible": True, "exclude_lean_runtime": True}
    plans = []
    for serialize_plugins in (False, True):
        made = _core.BuildOptions()
        made.workspace, made.tactic_sources, made.optimization_level = 1 << 30, 0, 0
        made.version_compatible = made.exclude_lean_runtime = options["version_compatible"]
        made.plugins_to_serialize = [_core.library_path()] if serialize_plugins else []
        made.set_profiles(
            [{name: tuple(map(list, r)) for name, r in PAIRS.items()}]  # type: ignore[misc]
        )
        plans.append(_core.build(add_and_relu().SerializeToString(), None, made))
    assert len(plans[1]) > len(plans[0]) + 1_000_000  # the library is in it


# -- DLA ---------------------------------------------------------------------------------


def test_without_dla(rng: np.random.Generator, caplog: pytest.LogCaptureFixture) -> None:
    source, x = convolutions(), images(rng)
    with pytest.raises(tp.Error, match="dla: this GPU has no DLA; with gpu_fallback"):
        build(source, profiles=IMAGES, precision="fp16", dla=0)
    with caplog.at_level(logging.WARNING, "trtplugins.tensorrt"):
        engine = build(
            source,
            profiles=IMAGES,
            precision="fp16",
            dla=0,
            gpu_fallback=True,
            layer_devices={"conv0": "gpu"},
            memory_pools={"dla_local_dram": "1 GiB"},
        )
    assert "everything runs on the GPU" in caplog.text
    assert error(engine, source, x) < 2e-2


# -- progress and cancelling -------------------------------------------------------------


def test_progress() -> None:
    seen: list[Progress] = []
    build(convolutions(3), profiles=IMAGES, progress=seen.append, optimization_level=3)
    phases = [p.phase for p in seen]
    assert "timing tactics" in phases
    assert any("conv" in p.layer for p in seen)
    assert phases.index("generating the engine") > phases.index("timing tactics")


def test_what_the_listener_raises_is_raised_and_the_next_build_waits(
    tmp_path: Path, rng: np.random.Generator, caplog: pytest.LogCaptureFixture
) -> None:
    class Enough(Exception):
        pass

    def listener(progress: Progress) -> None:
        if progress.layers == 2:
            raise Enough

    source, x = convolutions(12, 16), images(rng)
    cache = tmp_path / "t.cache"
    options: dict[str, Any] = {
        "profiles": IMAGES,
        "precision": "fp16",
        "optimization_level": 5,
        "timing_cache": cache,
    }
    with pytest.raises(Enough):
        build(source, progress=listener, **options)
    assert _core.is_building_in_background()
    with caplog.at_level(logging.WARNING, "trtplugins.tensorrt"):
        engine = build(convolutions(), profiles=IMAGES)
    assert "waiting for a build that was cancelled" in caplog.text
    assert not _core.is_building_in_background()
    assert error(engine, convolutions(), x) < 1e-2
    assert list(tmp_path.iterdir()) == []  # nor does it come later


def test_memory_that_a_cancelled_build_has_is_given_back(rng: np.random.Generator) -> None:
    """Of the application's resource, some of it by way of Python; batches stay as long."""

    def listener(progress: Progress) -> None:
        if progress.layers == 2:
            raise InterruptedError

    cuda = tp.memory.cuda()
    taken = tp.memory.callback(
        lambda size, stream: cuda.allocate(size),
        lambda address, size, stream: cuda.deallocate(address, size),
    )
    resource = tp.memory.tracking(taken)
    with pytest.raises(InterruptedError):
        build(
            convolutions(12, 16),
            profiles=IMAGES,
            precision="int8",
            calibrator=tp.calibrate.entropy(batches(rng)),
            allocator=resource,
            optimization_level=3,
            progress=listener,
        )
    _core.wait_for_builds()
    assert resource.figures.current == 0
    assert resource.figures.peak > 0


CTRL_C = """
import os, signal, sys, threading, time
from pathlib import Path
import numpy as np, onnx, trtplugins as tp
signal.signal(signal.SIGINT, signal.default_int_handler)  # what a script runs behind it ignores it
source, folder = onnx.load(sys.argv[1]), Path(sys.argv[2])
timing, sent = threading.Event(), []
def listen(progress):
    if progress.phase == "timing tactics": timing.set()
def interrupt():
    timing.wait()
    sent.append(time.monotonic())
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt, daemon=True).start()
shape = [(n, 64, 16, 16) for n in (1, 64, 256)]
options = dict(profiles={"x": shape}, precision="fp16", tactic_sources=0)
try:
    tp.build(source, optimization_level=5, progress=listen, timing_cache=folder / "t", **options)
    print("it was built")
except KeyboardInterrupt:
    print("interrupted", "at once" if time.monotonic() - sent[0] < 1 else "late")
print("files:", list(folder.iterdir()))
x = np.ones((2, 64, 16, 16), np.float32)
if sys.argv[3] == "again":
    print("then:", tp.build(source, optimization_level=0, **options)(x).shape)
    print("files:", list(folder.iterdir()))
else:
    print("at work:", tp._core.is_building_in_background())
    sys.exit(7)
"""


@pytest.mark.parametrize("then", ["again", "exit"])
def test_ctrl_c_ends_a_build(tmp_path: Path, then: str) -> None:
    """In a process of its own, where nobody else minds the signal."""
    onnx.save_model(convolutions(40, 64), tmp_path / "model.onnx")
    (tmp_path / "made").mkdir()
    result = process.run(CTRL_C, str(tmp_path / "model.onnx"), str(tmp_path / "made"), then)
    print(result.out)
    assert result.code == (0 if then == "again" else 7), result.err
    assert "interrupted at once" in result.out
    if then == "again":
        assert result.out.count("files: []") == 2
        assert "then: (2, 64, 16, 16)" in result.out
        assert "waiting for a build that was cancelled" in result.err
    else:
        assert "at work: True" in result.out
        assert not list((tmp_path / "made").iterdir())
