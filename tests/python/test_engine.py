"""Building and running engines on a GPU."""

from __future__ import annotations

import gc
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper

import trtplugins as tp
from support import process
from support.dlpack import Shy
from support.models import BATCHES, PAIRS, add_and_relu, build, model, three_operators
from trtplugins import _core

pytestmark = pytest.mark.gpu


@pytest.fixture(scope="module")
def sums() -> tp.Engine:
    return build(add_and_relu(), profiles=PAIRS)


def pair(rng: np.random.Generator, n: int = 3) -> tuple[Any, Any]:
    return tuple(rng.standard_normal((n, 8)).astype(np.float32) for _ in range(2))


# -- what the library is for -------------------------------------------------------------


def test_the_parser_refuses_the_operators_until_the_library_is_loaded() -> None:
    _core.unload()
    try:
        with pytest.raises(tp.Error, match="RMSNormalization"):
            build(three_operators(), profiles=BATCHES)
    finally:
        tp.load()
    assert build(three_operators(), profiles=BATCHES).outputs[0].name == "y"


@pytest.mark.parametrize("precision", ["fp32", "fp16"])
@pytest.mark.parametrize("batch", [4, "n"])
def test_three_operators_from_onnx(precision: str, batch: Any, rng: np.random.Generator) -> None:
    source = three_operators(batch)
    profiles = BATCHES if batch == "n" else None
    engine = build(source, precision=precision, profiles=profiles)
    for n in (1, 3, 16) if batch == "n" else (4,):
        x = rng.standard_normal((n, 64)).astype(np.float32)
        expected = tp.reference.run(source, {"x": x})["y"]
        tolerance = 1e-5 if precision == "fp32" else 4e-3
        np.testing.assert_allclose(engine(x), expected, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("slope", [0.125, -2.0])
def test_a_uff_graph(slope: float, rng: np.random.Generator, tmp_path: Path) -> None:
    graph = tp.uff.Graph()
    x = graph.input("x", shape=(-1, 4, 5, 6), dtype="float32")
    graph.output(graph.custom("LReLU_TRT", [x], name="lrelu", negSlope=slope))
    graph.save(tmp_path / "model.uff")
    engine = build(
        tmp_path / "model.uff", profiles={"x": [(1, 4, 5, 6), (2, 4, 5, 6), (4, 4, 5, 6)]}
    )
    value = rng.standard_normal((3, 4, 5, 6)).astype(np.float32)
    np.testing.assert_array_equal(
        engine(value), np.where(value >= 0, value, np.float32(slope) * value)
    )


def test_between_convolutions_in_float16(rng: np.random.Generator) -> None:
    """There the tensors are in vectorised layouts, which elementwise operators take as they are."""
    weights = {k: (rng.standard_normal((16, 16, 3, 3)) / 12).astype(np.float32) for k in ("v", "w")}
    nodes = [
        helper.make_node("Conv", ["x", "v"], ["a"], pads=[1, 1, 1, 1]),
        helper.make_node("Gelu", ["a"], ["b"]),
        helper.make_node("Conv", ["b", "w"], ["y"], pads=[1, 1, 1, 1]),
    ]
    source = model(nodes, {"x": [2, 16, 20, 20]}, ["y"], weights)
    x = rng.standard_normal((2, 16, 20, 20)).astype(np.float32)
    expected = tp.reference.run(source, {"x": x})["y"]
    got = build(source, precision="fp16", optimization_level=3)(x)
    np.testing.assert_allclose(got, expected, rtol=2e-2, atol=2e-2)


# -- plans -------------------------------------------------------------------------------


def test_saved_and_loaded(tmp_path: Path, rng: np.random.Generator) -> None:
    engine = build(three_operators(), profiles=BATCHES)
    x = rng.standard_normal((5, 64)).astype(np.float32)
    engine.save(tmp_path / "model.plan")
    loaded = tp.Engine.load(tmp_path / "model.plan")
    np.testing.assert_array_equal(loaded(x), engine(x))
    assert [p.name for p in tmp_path.iterdir()] == ["model.plan"]


def test_a_plan_in_a_process_without_the_library_names_the_plugin(tmp_path: Path) -> None:
    build(three_operators(), profiles=BATCHES).save(tmp_path / "model.plan")
    program = """
import sys, trtplugins as tp
from trtplugins import _core
_core.unload()
try: tp.Engine.load(sys.argv[1])
except tp.Error as error: print(error)
"""
    result = process.run(program, str(tmp_path / "model.plan"))
    assert result.code == 0, result.err
    assert "RMSNormalization" in result.out or "Gelu" in result.out


def test_a_spoiled_plan_is_refused(tmp_path: Path) -> None:
    plan = build(add_and_relu(), profiles=PAIRS).plan
    for spoiled in (b"", b"nonsense", plan[: len(plan) // 2]):
        with pytest.raises(tp.Error):
            tp.Engine(spoiled)


# -- inputs and outputs ------------------------------------------------------------------


def test_numpy(sums: tp.Engine, rng: np.random.Generator) -> None:
    for n in (1, 16, 3, 16):
        x, w = pair(rng, n)
        result = sums(x, w=w)
        assert list(result) == ["s", "r"]
        np.testing.assert_array_equal(result["s"], x + w)
        np.testing.assert_array_equal(result["r"], np.maximum(x + w, 0))
    x, w = pair(rng, 4)
    strided = sums(np.asfortranarray(x), w[::-1])
    np.testing.assert_array_equal(strided["s"], x + w[::-1])
    out = {"s": np.empty((4, 8), np.float32)}
    assert sums(x, w, out=out)["s"] is out["s"]
    np.testing.assert_array_equal(out["s"], x + w)


@pytest.mark.parametrize("framework", ["torch", "cupy"])
def test_device_arrays(sums: tp.Engine, framework: str, rng: np.random.Generator) -> None:
    module = pytest.importorskip(framework)
    put = module.as_tensor if framework == "torch" else module.asarray
    options = {"device": "cuda"} if framework == "torch" else {}
    x, w = (put(a, **options) for a in pair(rng))
    result = sums(x, w)
    assert type(result["s"]) is type(x)
    assert bool((result["s"] == x + w).all())
    stream = module.cuda.Stream() if framework == "torch" else module.cuda.Stream(non_blocking=True)
    out = {"r": module.empty_like(x)}
    stream.synchronize()
    assert sums(x, w, out=out, stream=stream)["r"] is out["r"]
    stream.synchronize()
    assert bool((out["r"] == (x + w).clip(0)).all())
    with pytest.raises(tp.Error, match="contiguous"):
        sums(x.T if framework == "cupy" else x.t(), w)
    np_x, _ = pair(rng)
    with pytest.raises(tp.Error, match="in host memory and others in device memory"):
        sums(np_x, w)


def test_any_device_array(sums: tp.Engine, rng: np.random.Generator) -> None:
    torch = pytest.importorskip("torch")

    class Array:
        def __init__(self, tensor: Any) -> None:
            self.tensor = tensor
            self.__cuda_array_interface__ = tensor.__cuda_array_interface__

    x, w = (torch.as_tensor(a, device="cuda") for a in pair(rng))
    torch.cuda.synchronize()
    result = sums(Array(x), Array(w))
    np.testing.assert_array_equal(result["s"].numpy(), (x + w).cpu().numpy())


@pytest.mark.parametrize("framework", ["torch", "cupy"])
def test_device_arrays_of_dlpack_alone(
    sums: tp.Engine, framework: str, rng: np.random.Generator
) -> None:
    module = pytest.importorskip(framework)
    stream = tp.cuda.Stream()
    for n in (3, 5):
        host = pair(rng, n)
        arrays = [module.asarray(a) for a in host]
        if framework == "torch":
            arrays = [a.cuda() for a in arrays]
        for where in (None, stream):
            result = sums(*(Shy(a) for a in arrays), stream=where)["s"]
            np.testing.assert_array_equal(result.numpy(), host[0] + host[1])


def test_bad_inputs_leave_it_usable(sums: tp.Engine, rng: np.random.Generator) -> None:
    x, w = pair(rng)
    bad: list[tuple[tuple[Any, ...], dict[str, Any], str]] = [
        ((x,), {}, "missing inputs: w"),
        ((x, w, w), {}, "expected 2 inputs, got 3"),
        ((x, w), {"z": w}, "there is no input 'z'; expected x, w"),
        ((x,), {"x": w, "w": w}, "input 'x' was given twice"),
        ((x.astype(np.float64), w), {}, "input 'x': expected float32, got float64"),
        ((x.astype(np.int32), w), {}, "input 'x': expected float32, got int32"),
        ((x[0], w), {}, "'x'"),
        ((x[:, :4], w), {}, "'x'"),
        ((np.zeros((17, 8), np.float32), w), {}, "'x'"),
        (
            (x, w),
            {"out": {"s": np.empty((3, 9), np.float32)}},
            "output 's': expected float32[3, 8]",
        ),
        ((x, w), {"out": {"q": x}}, "there is no output 'q'; expected s, r"),
    ]
    for args, kwargs, message in bad:
        with pytest.raises(tp.Error, match=re.escape(message)):
            sums(*args, **kwargs)
        np.testing.assert_array_equal(sums(x, w)["s"], x + w)
    with pytest.raises(tp.Error):  # what TensorRT says of sizes that should be equal
        sums(x, w[:2])
    np.testing.assert_array_equal(sums(x, w)["s"], x + w)


def test_concurrent_contexts(sums: tp.Engine, rng: np.random.Generator) -> None:
    from concurrent.futures import ThreadPoolExecutor

    feeds = [pair(rng, n) for n in (1, 2, 3, 4) * 8]

    def work(i: int) -> None:
        with sums.context() as context:
            for x, w in feeds[i::4]:
                np.testing.assert_array_equal(context(x, w)["s"], x + w)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))


def test_empty_tensors() -> None:
    engine = build(add_and_relu(), profiles={n: [(0, 8), (4, 8), (16, 8)] for n in PAIRS})
    empty, full = np.empty((0, 8), np.float32), np.ones((2, 8), np.float32)
    for value in (empty, full, empty, full):
        result = engine(value, value)
        np.testing.assert_array_equal(result["s"], value + value)


def test_whole_numbers_are_converted_if_they_fit() -> None:
    source = model([helper.make_node("Add", ["x", "x"], ["y"])], {"x": [3]}, ["y"])
    source.graph.input[0].type.tensor_type.elem_type = TensorProto.INT32
    source.graph.output[0].type.tensor_type.elem_type = TensorProto.INT32
    engine = build(source)
    got = engine(np.array([1, -2, 3], np.int64))
    assert got.dtype == np.int32
    np.testing.assert_array_equal(got, [2, -4, 6])
    with pytest.raises(tp.Error, match="'x': some of its int64 values do not fit int32"):
        engine(np.array([1, 2, 1 << 40]))
    with pytest.raises(tp.Error, match="input 'x': expected int32, got float32"):
        engine(np.zeros(3, np.float32))
    out = np.empty(3, np.int32)
    assert engine([5, 6, 7], out=out) is out  # one output needs no name
    np.testing.assert_array_equal(out, [10, 12, 14])


def test_an_address_in_host_memory_is_refused(sums: tp.Engine, rng: np.random.Generator) -> None:
    x, w = pair(rng)

    class Liar:
        shape, dtype = x.shape, x.dtype
        __cuda_array_interface__ = {**x.__array_interface__, "version": 3}  # noqa: RUF012

    with pytest.raises(tp.Error, match="input 'x': expected device memory"):
        sums(Liar(), Liar())
    np.testing.assert_array_equal(sums(x, w)["s"], x + w)


def test_freed_memory_is_refused(sums: tp.Engine, rng: np.random.Generator) -> None:
    x, w = pair(rng)
    cuda, size = tp.memory.cuda(), 64 << 20  # so much that it is no part of what stays mapped
    address = cuda.allocate(size)
    cuda.deallocate(address, size)

    class Dangling:
        __cuda_array_interface__ = {  # noqa: RUF012
            "shape": x.shape,
            "typestr": "<f4",
            "data": (address, False),
            "version": 3,
        }

    with pytest.raises(
        tp.Error, match=f"input 'x': expected device memory, its address {address:#x}"
    ):
        sums(Dangling(), Dangling())
    np.testing.assert_array_equal(sums(x, w)["s"], x + w)


def test_outputs_belong_to_the_stream_that_writes_them(
    sums: tp.Engine, rng: np.random.Generator
) -> None:
    """Memory that PyTorch takes back must not be used again before the stream is done."""
    torch = pytest.importorskip("torch")
    x, w = (torch.as_tensor(a, device="cuda") for a in pair(rng))
    torch.cuda.synchronize()
    stream = torch.cuda.Stream()
    for spelling in (stream, stream.cuda_stream):
        results = [sums(x, w, stream=spelling)["s"] for _ in range(50)]
        stream.synchronize()
        assert all(bool((r == x + w).all()) for r in results)


# -- profiles ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profiles", "message"),
    [
        (None, "x"),
        ({"x": PAIRS["x"]}, "w"),
        ({**PAIRS, "q": PAIRS["x"]}, "q"),
        ({**PAIRS, "x": [(4, 8), (1, 8), (16, 8)]}, "x"),
        ({**PAIRS, "x": [(1, 8, 1), (4, 8, 1), (16, 8, 1)]}, "x"),
        ({**PAIRS, "x": [(1, 8), (4, 8)]}, "expected [min, opt, max], got 2 shapes"),
    ],
)
def test_bad_profiles_are_named(profiles: Any, message: str) -> None:
    with pytest.raises(tp.Error, match=re.escape(message)):
        build(add_and_relu(), profiles=profiles)


def test_several_profiles(rng: np.random.Generator) -> None:
    large = {name: [(32, 8), (48, 8), (64, 8)] for name in PAIRS}
    engine = build(add_and_relu(), profiles=[PAIRS, large])
    for profile, n in ((0, 8), (1, 40)):
        x, w = pair(rng, n)
        np.testing.assert_array_equal(engine.context(profile=profile)(x, w)["s"], x + w)


@pytest.mark.parametrize("fixed", [1, 4])
def test_what_is_fixed_in_the_first_profile_alone(fixed: int, rng: np.random.Generator) -> None:
    """TensorRT states the outputs' shapes as the first profile has them."""
    first = {name: [(fixed, 8)] * 3 for name in PAIRS}
    engine = build(add_and_relu(), profiles=[first, {n: [(2, 8), (8, 8), (64, 8)] for n in PAIRS}])
    for profile, n in ((0, fixed), (1, 2), (1, 64)):
        x, w = pair(rng, n)
        got = engine.context(profile=profile)(x, w)
        for result, expected in zip((got["s"], got["r"]), (x + w, np.maximum(x + w, 0))):
            assert result.shape == expected.shape
            np.testing.assert_array_equal(result, expected)
    same = build(add_and_relu(), profiles=[first, first])
    assert [t.shape for t in same.outputs] == [(fixed, 8)] * 2


# -- memory ------------------------------------------------------------------------------


@pytest.mark.alone
def test_memory_comes_from_the_resource_and_goes_back(rng: np.random.Generator) -> None:
    pool = tp.memory.async_pool(0)
    x = rng.standard_normal((4, 64)).astype(np.float32)

    def round_trip() -> None:
        with build(three_operators(), profiles=BATCHES, allocator=pool) as engine:
            engine(x)

    round_trip()
    gc.collect()
    free, _ = _core.cuda.memory_info()
    for _ in range(5):
        round_trip()
    gc.collect()
    assert free - _core.cuda.memory_info()[0] < 8 << 20


@pytest.mark.alone
def test_engines_do_not_leak(rng: np.random.Generator) -> None:
    plan = build(three_operators(), profiles=BATCHES).plan
    pool = tp.memory.async_pool(0)
    x = rng.standard_normal((16, 64)).astype(np.float32)

    def round_trip() -> None:
        with tp.Engine(plan, allocator=pool) as engine:
            engine(x)

    round_trip()
    gc.collect()
    free, _ = _core.cuda.memory_info()
    for _ in range(50):
        round_trip()
    gc.collect()
    assert free - _core.cuda.memory_info()[0] < 8 << 20


@pytest.mark.alone
def test_contexts_do_not_leak(sums: tp.Engine, rng: np.random.Generator) -> None:
    x, w = pair(rng)
    sums.context()(x, w)
    free, _ = _core.cuda.memory_info()
    for _ in range(200):
        with sums.context() as context:
            context(x, w)
    gc.collect()
    assert free - _core.cuda.memory_info()[0] < 8 << 20


# -- NVIDIA's bindings -------------------------------------------------------------------


@pytest.mark.interop
def test_a_plan_of_one_runs_in_the_other(rng: np.random.Generator, tmp_path: Path) -> None:
    """Equal plans, equal results: ours against NVIDIA's bindings, in either direction."""
    source = three_operators(4)
    x = rng.standard_normal((4, 64)).astype(np.float32)
    (tmp_path / "model.onnx").write_bytes(source.SerializeToString())
    np.save(tmp_path / "x.npy", x)
    engine = build(source)
    engine.save(tmp_path / "ours.plan", header=False)  # NVIDIA's runtime takes plans alone
    program = """
import sys
from pathlib import Path
import numpy as np, tensorrt as trt
import trtplugins as tp
from trtplugins import _core
folder = Path(sys.argv[1])
tp.load()
logger = trt.Logger(trt.Logger.ERROR)
builder = trt.Builder(logger)
network = builder.create_network(1 << int(trt.NetworkDefinitionCreationFlag.EXPLICIT_BATCH))
parser = trt.OnnxParser(network, logger)
assert parser.parse((folder / "model.onnx").read_bytes()), parser.get_error(0)
config = builder.create_builder_config()
config.set_tactic_sources(0)
(folder / "theirs.plan").write_bytes(builder.build_serialized_network(network, config))
x = np.load(folder / "x.npy")
for name in ("ours", "theirs"):
    engine = trt.Runtime(logger).deserialize_cuda_engine((folder / f"{name}.plan").read_bytes())
    context = engine.create_execution_context()
    memory = tp.memory.cuda()
    y = np.empty_like(x)
    addresses = {"x": memory.allocate(x.nbytes), "y": memory.allocate(y.nbytes)}
    _core.cuda.copy_to_device(addresses["x"], x, 0)
    for tensor, address in addresses.items():
        context.set_tensor_address(tensor, address)
    assert context.execute_async_v3(0)
    _core.cuda.copy_to_host(y, addresses["y"], 0)
    _core.cuda.stream_synchronize(0)
    np.save(folder / f"{name}.npy", y)
"""
    result = process.run(program, str(tmp_path))
    assert result.code == 0, result.err
    ours, theirs = (np.load(tmp_path / f"{name}.npy") for name in ("ours", "theirs"))
    np.testing.assert_array_equal(ours, engine(x))
    np.testing.assert_array_equal(theirs, tp.Engine.load(tmp_path / "theirs.plan")(x))
    np.testing.assert_allclose(ours, theirs, rtol=1e-6)
