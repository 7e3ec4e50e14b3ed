"""CUDA graphs, shared scratch memory, threads and streams, on a GPU."""

from __future__ import annotations

import gc
import threading
from typing import Any

import numpy as np
import pytest

import trtplugins as tp
from support.models import BATCHES, PAIRS, add_and_relu, build, three_operators
from trtplugins.device_array import DeviceArray

pytestmark = pytest.mark.gpu


@pytest.fixture(scope="module")
def sums() -> tp.Engine:
    return build(add_and_relu(), profiles=PAIRS)


def pair(rng: np.random.Generator, n: int = 3) -> tuple[Any, Any]:
    return tuple(rng.standard_normal((n, 8)).astype(np.float32) for _ in range(2))


def test_graphs_of_host_arrays(sums: tp.Engine, rng: np.random.Generator) -> None:
    with sums.context(graph=True) as context:
        for n in (3, 3, 3, 3, 5, 5, 5, 3):
            x, w = pair(rng, n)
            np.testing.assert_array_equal(context(x, w)["s"], x + w)
        assert context.graph is not None
        assert not context.graph.why_not
        assert context.graph.captures == 2  # of 3 rows and of 5; the last run is a warm-up again
        assert context.graph.replays == 5


def test_graphs_of_device_arrays(sums: tp.Engine, rng: np.random.Generator) -> None:
    def empty() -> DeviceArray:
        return DeviceArray((3, 8), "float32", tp.memory.cuda())

    def put(array: DeviceArray, value: Any) -> None:
        tp._core.cuda.copy_to_device(array._address, value, 0)

    sets = [[empty() for _ in range(4)] for _ in range(2)]
    with sums.context(graph=True) as context:
        for i in range(12):
            x, w, s, r = sets[i % 2]
            values = pair(rng)
            put(x, values[0])
            put(w, values[1])
            context(x, w, out={"s": s, "r": r})
            np.testing.assert_array_equal(s.numpy(), values[0] + values[1])
        assert context.graph is not None
        assert (context.graph.captures, context.graph.replays) == (2, 10)
        with pytest.raises(tp.Error, match="input 'x'"):
            context(np.zeros((3, 9), np.float32), np.zeros((3, 9), np.float32))
        values = pair(rng)
        np.testing.assert_array_equal(context(*values)["s"], values[0] + values[1])


def test_outputs_of_calls_alike_come_from_the_resource_and_go_back(
    rng: np.random.Generator,
) -> None:
    tracked = tp.memory.tracking(tp.memory.cuda())
    engine = build(three_operators(), profiles=BATCHES, allocator=tracked)
    values = [rng.standard_normal((4, 64)).astype(np.float32) for _ in range(3)]
    expected = [engine(x) for x in values]
    given = [tp.cuda.empty((4, 64)).copy_from(x) for x in values]
    before = engine(given[0]).numpy()  # from now on calls are alike
    np.testing.assert_array_equal(before, expected[0])
    in_use = tracked.figures.current
    results = [engine(x) for x in given]
    assert tracked.figures.current == in_use + sum(x.nbytes for x in values)
    for result, y in zip(results, expected):
        np.testing.assert_array_equal(result.numpy(), y)
    results.clear()
    del result
    gc.collect()
    assert tracked.figures.current == in_use
    engine.close()


@pytest.mark.parametrize("framework", ["torch", "cupy"])
def test_calls_alike_of_a_frameworks_arrays(framework: str, rng: np.random.Generator) -> None:
    module = pytest.importorskip(framework)
    engine = build(three_operators(), profiles=BATCHES)
    values = [rng.standard_normal((4, 64)).astype(np.float32) for _ in range(4)]
    expected = [engine(x) for x in values]
    put = module.as_tensor if framework == "torch" else module.asarray
    options = {"device": "cuda"} if framework == "torch" else {}
    given = [put(x, **options) for x in values]

    def check(results: list[Any]) -> None:
        for y, wanted in zip(results, expected):
            host = y.cpu().numpy() if framework == "torch" else y.get()
            np.testing.assert_array_equal(host, wanted)

    check([engine(x) for x in given])
    targets = [module.empty_like(x) for x in given]
    check([engine(x, out=y) for x, y in zip(given, targets)])
    stream = tp.cuda.Stream()
    results = [engine(x, stream=stream) for x in given]
    stream.synchronize()
    check(results)
    with engine.context(graph=True) as context:
        for _ in range(3):
            check([context(x, out=y) for x, y in zip(given, targets)])
        assert context.graph.replays > 0
    with pytest.raises(tp.Error, match="input 'x': expected float32, got float16"):
        engine(given[0].half() if framework == "torch" else given[0].astype("float16"))
    check([engine(x) for x in given])


@pytest.mark.parametrize("shared", [False, True])
def test_threads(sums: tp.Engine, shared: bool, seed: int) -> None:
    other = build(three_operators(), profiles=BATCHES)
    probe = np.random.default_rng(seed).standard_normal((4, 64)).astype(np.float32)
    expected = other(probe)
    memory = tp.SharedActivations(tp.memory.cuda()) if shared else None
    contexts = [engine.context(memory=memory) for engine in (sums, other, sums, other)]
    errors: list[BaseException] = []

    def work(index: int) -> None:
        rng = np.random.default_rng(seed + index)
        try:
            for _ in range(50):
                if index % 2:
                    np.testing.assert_array_equal(contexts[index](probe), expected)
                else:
                    x, w = pair(rng, int(rng.integers(1, 17)))
                    np.testing.assert_array_equal(contexts[index](x, w)["s"], x + w)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(contexts))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for context in contexts:
        context.close()
    assert not errors, errors[0]
    if memory is not None:
        assert memory.size == max(e.device_memory_size for e in (sums, other))
