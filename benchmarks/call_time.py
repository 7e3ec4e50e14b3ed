"""The host's time per call of an engine from Python: ours against NVIDIA's bindings used by hand.

    python benchmarks/call_time.py [--output FOLDER]

A network of one small plugin, so that the call is nearly all there is. By hand means no more calls
than TensorRT needs: the context, the names and the stream are at hand, shapes are set once, each
call sets the addresses that may change and enqueues. NVIDIA's bindings end at CPython 3.10; on a
newer one the same by our own core module stands for them. Each way is compared with the one by hand
that does the same, with the same kind of arrays. Needs a GPU.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper

import trtplugins as tp
from trtplugins import _core, system
from trtplugins.bench.report import circumstances, save

SHAPE = (8, 64)
CALLS, ROUNDS = 200, 60  # of a round the calls are queued before anybody waits
BY_HAND = "by hand"
FRESH = "by hand, fresh output"
# What ways are compared with, and the shares of its time that they may take.
PEERS = {
    "engine(x, out=y)": (BY_HAND, 1.2),
    "engine(x)": (FRESH, 1.2),
    "context(x, out=y), graph": (BY_HAND, 0.5),
}

Call = Callable[[], Any]


def small_engine() -> tp.Engine:
    """One LReLU_TRT, which is this library's."""
    node = helper.make_node("LReLU_TRT", ["x"], ["y"], negSlope=0.25, plugin_version="2")
    graph = helper.make_graph(
        [node],
        "small",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, SHAPE)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, SHAPE)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    # Bytes, which nothing looks into: so that onnx is the only package of ONNX's that it takes.
    data = model.SerializeToString()
    return tp.build(data, adapt=False, tactic_sources=0, optimization_level=0)


def nvidias(plan: bytes) -> tuple[Any, Any, Any] | None:
    """A context of NVIDIA's bindings, after what it needs alive; None where they are not."""
    try:
        trt = importlib.import_module("tensorrt")
    except ImportError:
        return None
    runtime = trt.Runtime(trt.Logger(trt.Logger.WARNING))
    engine = runtime.deserialize_cuda_engine(plan)
    return runtime, engine, engine.create_execution_context()


def by_hand(
    plan: bytes, engine: tp.Engine, x: int, y: int, stream: int
) -> tuple[str, Callable[[int, int], Any], Call, list[Any]]:
    """Whose, a call that sets addresses, one that only enqueues, and what they need alive."""
    theirs = nvidias(plan)
    if theirs is not None:
        context, who = theirs[-1], "NVIDIA's bindings"
        set_address, enqueue = context.set_tensor_address, context.execute_async_v3
    else:
        assert engine._engine is not None
        context, who = engine._engine.create_context(), "our core module"
        set_address, enqueue = context.set_address, context.enqueue

    def call(x: int, y: int) -> None:
        set_address("x", x)
        set_address("y", y)
        enqueue(stream)

    call(x, y)
    return who, call, lambda: enqueue(stream), [theirs, context]


def own_arrays(
    engine: tp.Engine, plan: bytes, stream: tp.cuda.Stream, keep: list[Any]
) -> tuple[str, dict[str, Call]]:
    """Whose calls those by hand are. With arrays of no framework, and one memory resource."""
    handle, resource = stream.handle, engine._resource
    x, y = (tp.cuda.empty(SHAPE, stream=stream, resource=resource) for _ in range(2))
    x.copy_from(np.random.default_rng(0).standard_normal(SHAPE, np.float32))
    to, size = x._address, x._size
    who, hand, enqueue, alive = by_hand(plan, engine, to, y._address, handle)
    graph = engine.context(graph=True)
    out_address = y._address

    def fresh() -> None:
        address = resource.allocate(size, 256, handle)
        hand(to, address)
        resource.deallocate(address, size, 256, handle)

    keep += [x, y, graph, alive]
    return who, {
        BY_HAND: lambda: hand(to, out_address),
        FRESH: fresh,
        f"{BY_HAND}, addresses set before": enqueue,
        "engine(x, out=y)": lambda: engine(x, out=y),
        "engine(x)": lambda: engine(x),
        "context(x, out=y), graph": lambda: graph(x, out=y),
    }


def framework_arrays(engine: tp.Engine, plan: bytes, keep: list[Any]) -> dict[str, Call]:
    """With PyTorch's and CuPy's, where they can be imported."""
    calls: dict[str, Call] = {}
    for name, ways in (("torch", torch_by_hand), ("cupy", cupy_by_hand)):
        try:
            module = importlib.import_module(name)
            x = module.ones(SHAPE, dtype=module.float32)
            x = x.cuda() if name == "torch" else x
        except Exception as error:
            print(f"{name}: {str(error).splitlines()[0]}", file=sys.stderr)
            continue
        y, graph = module.empty_like(x), engine.context(graph=True)
        keep += [x, y, graph]
        calls.update({f"{way}, {name}": c for way, c in ways(engine, plan, x, y, keep).items()})

        def add(x: Any, y: Any, graph: tp.Context, name: str) -> None:
            calls[f"engine(x, out=y), {name}"] = lambda: engine(x, out=y)
            calls[f"engine(x), {name}"] = lambda: engine(x)
            calls[f"context(x, out=y), graph, {name}"] = lambda: graph(x, out=y)

        add(x, y, graph, name)
    return calls


def torch_by_hand(
    engine: tp.Engine, plan: bytes, x: Any, y: Any, keep: list[Any]
) -> dict[str, Call]:
    """A tensor's address is asked for, since it may be another one in the next call."""
    empty = importlib.import_module("torch").empty
    options = {"dtype": x.dtype, "device": x.device}
    _, hand, _, alive = by_hand(plan, engine, x.data_ptr(), y.data_ptr(), 0)
    keep.append(alive)

    def fresh() -> Any:
        made = empty(SHAPE, **options)
        hand(x.data_ptr(), made.data_ptr())
        return made

    return {BY_HAND: lambda: hand(x.data_ptr(), y.data_ptr()), FRESH: fresh}


def cupy_by_hand(
    engine: tp.Engine, plan: bytes, x: Any, y: Any, keep: list[Any]
) -> dict[str, Call]:
    """Likewise."""
    empty = importlib.import_module("cupy").empty
    _, hand, _, alive = by_hand(plan, engine, x.data.ptr, y.data.ptr, 0)
    keep.append(alive)

    def fresh() -> Any:
        made = empty(SHAPE, x.dtype)
        hand(x.data.ptr, made.data.ptr)
        return made

    return {BY_HAND: lambda: hand(x.data.ptr, y.data.ptr), FRESH: fresh}


def measure(calls: dict[str, Call], wait: Call) -> list[dict[str, Any]]:
    """Microseconds per call. Ways take turns, so that whatever slows the host slows all."""
    samples: dict[str, list[float]] = {name: [] for name in calls}
    gc.disable()
    for turn in range(3 + ROUNDS):
        for name, call in calls.items():
            for _ in range(3):  # an engine's own context may have been used with other arrays
                call()
            wait()
            start = time.perf_counter()
            for _ in range(CALLS):
                call()
            seconds = time.perf_counter() - start
            wait()
            if turn >= 3:
                samples[name].append(seconds / CALLS * 1e6)
        gc.collect()
    gc.enable()
    return [
        {
            "way": name,
            "median_us": round(statistics.median(us), 3),
            "range_us": [round(min(us), 3), round(max(us), 3)],
        }
        for name, us in samples.items()
    ]


def compare(results: list[dict[str, Any]]) -> None:
    """Adds to each result its share of the time by hand, and what that may be."""
    times = {r["way"]: r["median_us"] for r in results}
    for r in results:
        way, framework = r["way"], ""
        for name in (", torch", ", cupy"):
            if way.endswith(name):
                way, framework = way[: -len(name)], name
        peer, goal = PEERS.get(way, (BY_HAND, None))
        r["of"] = peer + framework
        r["share"] = round(r["median_us"] / times[r["of"]], 3)
        r["at_most"] = goal


def print_table(results: list[dict[str, Any]]) -> None:
    """Times, and their share of the time by hand."""
    print(f"{'way':36}{'us a call':>10}{'range':>18}{'of by hand':>12}{'at most':>9}")
    for r in results:
        low, high = r["range_us"]
        print(
            f"{r['way']:36}{r['median_us']:>10.2f}{f'{low:.2f} to {high:.2f}':>18}"
            f"{r['share']:>12.2f}{r['at_most'] or '':>9}"
        )


def main() -> int:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--output", type=Path, help="folder for the results")
    arguments = parser.parse_args()
    gpu = next(iter(system.gpus()), None)
    if gpu is None:
        print("this needs a GPU", file=sys.stderr)
        return 1
    built = small_engine()
    plan = built.plan
    built.close()
    engine = tp.Engine(plan, allocator=tp.memory.arena(tp.memory.cuda(), "64 MiB"))
    keep: list[Any] = []
    stream = tp.cuda.Stream()
    who, calls = own_arrays(engine, plan, stream, keep)
    calls.update(framework_arrays(engine, plan, keep))

    def wait() -> None:  # the frameworks' arrays are on the default stream
        for handle in (0, stream.handle):
            _core.cuda.stream_synchronize(handle)

    results = measure(calls, wait)
    compare(results)
    print(f"by hand: with {who}")
    print_table(results)
    if arguments.output:
        content = {
            **circumstances(gpu, ("torch", "cupy-cuda13x")),
            "shape": SHAPE,
            "calls_per_round": CALLS,
            "rounds": ROUNDS,
            "by_hand": who,
            "results": results,
        }
        print(save(content, arguments.output, f"call-time-py{sys.version_info.minor}"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
