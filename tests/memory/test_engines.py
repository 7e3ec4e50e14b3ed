"""Engines whose builder, runtime and contexts take memory from resources, or get none."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import trtplugins as tp
from support import models, process
from trtplugins import memory

pytestmark = pytest.mark.gpu


def of_callbacks() -> memory.MemoryResource:
    plain = memory.cuda()
    return memory.callback(
        lambda size, stream: plain.allocate(size, stream=stream),
        lambda address, size, stream: plain.deallocate(address, size, stream=stream),
    )


def of_framework(name: str) -> Callable[[], memory.MemoryResource]:
    def make() -> memory.MemoryResource:
        pytest.importorskip(name)
        resource: memory.MemoryResource = getattr(memory, name)()
        return resource

    return make


RESOURCES: dict[str, Callable[[], memory.MemoryResource]] = {
    "cuda": memory.cuda,
    "async_pool": memory.async_pool,
    "async_pool, nothing kept": lambda: memory.async_pool(0),
    "arena(cuda)": lambda: memory.arena(memory.cuda(), "8 MiB"),
    "arena(async_pool)": lambda: memory.arena(memory.async_pool(), "1 MiB"),
    "limit": lambda: memory.limit(memory.cuda(), "64 GiB"),
    "logging": lambda: memory.logging(memory.cuda(), len),
    "failing": lambda: memory.failing(memory.cuda(), above="1 TiB"),
    "callback": of_callbacks,
    "torch": of_framework("torch"),
    "cupy": of_framework("cupy"),
    "rmm": of_framework("rmm"),
}


@pytest.fixture(scope="module")
def expected() -> Callable[[Any], Any]:
    model = models.three_operators()
    return lambda x: tp.reference.run(model, {"x": x})["y"]


@pytest.mark.parametrize("name", RESOURCES)
def test_an_engine_from_build_to_close(name: str, rng: np.random.Generator, expected: Any) -> None:
    tracking = memory.tracking(RESOURCES[name]())
    engine = models.build(models.three_operators(), profiles=models.BATCHES, allocator=tracking)
    building = tracking.figures.allocations
    assert building > 0, "neither the builder nor the engine asked for memory"
    x = rng.standard_normal((5, 64), np.float32)
    with engine:
        np.testing.assert_allclose(engine(x), expected(x), rtol=1e-4, atol=1e-4)
        assert tracking.figures.allocations > building
    del engine
    gc.collect()
    assert (tracking.figures.live, tracking.figures.failures) == (0, 0), tracking.tags


def test_contexts_of_threads_share_an_arena(seed: int, expected: Any) -> None:
    arena = memory.arena(memory.cuda(), "16 MiB")
    engine = models.build(models.three_operators(), profiles=models.BATCHES, allocator=arena)
    rng = np.random.default_rng(seed)
    inputs = [rng.standard_normal((n, 64), np.float32) for n in range(1, 17)]
    outputs = [expected(x) for x in inputs]
    failures: list[str] = []

    def work(index: int) -> None:
        try:
            for x, y in zip(inputs[index:], outputs[index:]):
                with engine.context() as context:
                    np.testing.assert_allclose(context(x), y, rtol=1e-4, atol=1e-4)
        except Exception as error:
            failures.append(f"thread {index}: {error}")

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    engine.close()
    gc.collect()
    assert arena.in_use == 0
    assert arena.trim() > 0
    assert arena.reserved == 0


def test_a_context_too_many_is_refused_and_the_others_work_on(
    rng: np.random.Generator, expected: Any
) -> None:
    plan = models.build(models.three_operators(), profiles=models.BATCHES).plan
    plain = memory.tracking(memory.cuda())
    engine = tp.Engine(plan, allocator=plain)
    loaded = plain.figures.current
    context = engine.context()
    per_context = plain.figures.current - loaded
    assert per_context > 0, "a context of this engine takes no memory"
    context.close()
    engine.close()

    limit = memory.limit(memory.cuda(), "1 GiB")
    engine = tp.Engine(plan, allocator=limit)
    context = engine.context()
    rest = limit.limit - limit.in_use - (per_context - 1)
    filler = limit.allocate(rest)
    with pytest.raises(
        memory.OutOfMemory, match=r"limit\(cuda\): cannot allocate \d+ bytes"
    ) as raised:
        engine.context()
    assert "could not create an execution context" in str(raised.value)
    limit.deallocate(filler, rest)
    x = rng.standard_normal((5, 64), np.float32)
    np.testing.assert_allclose(context(x), expected(x), rtol=1e-4, atol=1e-4)
    context.close()
    with engine.context() as another:
        np.testing.assert_allclose(another(x), expected(x), rtol=1e-4, atol=1e-4)


# TensorRT's own answers to missing memory are tried where a crash is not the end of the tests.


def test_whichever_allocation_is_refused_loading_and_running_fail_with_the_reason(
    tmp_path: Path,
) -> None:
    path = tmp_path / "model.plan"
    models.build(models.three_operators(), profiles=models.BATCHES).save(path)
    done = process.run(
        """
    import gc, sys
    import numpy as np
    import trtplugins as tp
    from trtplugins import memory

    x = np.ones((3, 64), np.float32)
    expected = tp.Engine.load(sys.argv[1])(x)
    refused, last = 0, False
    for number in range(1, 100):
        print("allocation", number, flush=True)
        tracking = memory.tracking(memory.cuda())
        failing = memory.failing(tracking, at=number)
        try:
            with tp.Engine.load(sys.argv[1], allocator=failing) as engine:
                try:
                    engine(x)
                except memory.OutOfMemory:
                    np.testing.assert_array_equal(engine(x), expected)  # usable afterwards
                    raise
                last = number > refused + 5  # all of them were made
        except memory.OutOfMemory as error:
            assert f"call {number} of allocate" in str(error), error
            refused += 1
        gc.collect()
        assert tracking.figures.live == 0, tracking.figures
        if refused and last:
            break
    print("refused", refused)
    """,
        str(path),
    )
    assert done.code == 0, done.out[-300:] + done.err
    assert int(done.out.split()[-1]) > 0


def test_what_a_function_raises_is_in_the_error_of_the_build() -> None:
    done = process.run(
        """
    import sys
    sys.path.insert(0, sys.argv[1])
    import trtplugins as tp
    from support import models

    def allocate(size, stream):
        raise RuntimeError("the application has other plans")

    resource = tp.memory.callback(allocate, lambda *_: None, name="mine")
    try:
        models.build(models.three_operators(), profiles=models.BATCHES, allocator=resource)
        print("built without any memory")
    except tp.Error as error:
        assert "mine: allocate raised RuntimeError: the application has other plans" in str(error)
        print("refused")
    models.build(models.three_operators(), profiles=models.BATCHES)
    print("built")
    """,
        str(Path(__file__).parents[1]),
    )
    assert done.code == 0, done.out + done.err
    assert done.out.split() == ["refused", "built"], done.out
