"""A resource as NVIDIA's bindings want it; of them, as much as is touched, where they are not."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import trtplugins as tp
from support import models
from support.heap import Heap


@pytest.fixture
def heap() -> Heap:
    return Heap()


def use(allocator: Any, heap: Heap) -> None:
    """As TensorRT does."""
    address = allocator.allocate(1000, 256, 0)
    assert address in heap.live
    assert allocator.reallocate(address, 256, 500) == address
    assert allocator.deallocate(address) is True
    other = allocator.allocate(10, 0, 0)
    allocator.free(other)
    assert not heap.live


def test_with_a_stand_in(heap: Heap, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []

    class IGpuAllocator:
        def __init__(self) -> None:
            made.append(self)

    monkeypatch.setitem(sys.modules, "tensorrt", SimpleNamespace(IGpuAllocator=IGpuAllocator))
    allocator = tp.memory.gpu_allocator(heap.resource)
    assert made == [allocator], "NVIDIA's bindings need their class initialised"
    use(allocator, heap)


def test_failure_is_zero(heap: Heap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorrt", SimpleNamespace(IGpuAllocator=object))
    allocator: Any = tp.memory.gpu_allocator(tp.memory.limit(heap.resource, 10))
    assert allocator.allocate(11, 256, 0) == 0
    assert allocator.reallocate(256, 256, 11) == 0
    assert allocator.deallocate(256) is False


def test_without_nvidias_module(heap: Heap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorrt", None)
    with pytest.raises(tp.Error, match=r"gpu_allocator\(\) needs NVIDIA's module tensorrt"):
        tp.memory.gpu_allocator(heap.resource)


@pytest.mark.interop
def test_nvidias_class(heap: Heap) -> None:
    import tensorrt as trt

    allocator = tp.memory.gpu_allocator(heap.resource)
    assert isinstance(allocator, trt.IGpuAllocator)
    use(allocator, heap)


@pytest.mark.interop
@pytest.mark.gpu
def test_nvidias_runtime_takes_its_memory_from_a_resource(tmp_path: Path) -> None:
    import tensorrt as trt

    plan = models.build(models.three_operators(), profiles=models.BATCHES).plan
    tracking = tp.memory.tracking(tp.memory.arena(tp.memory.cuda(), "1 MiB"))
    allocator = tp.memory.gpu_allocator(tracking)
    runtime = trt.Runtime(trt.Logger(trt.Logger.ERROR))
    runtime.gpu_allocator = allocator
    engine = runtime.deserialize_cuda_engine(plan)
    context = engine.create_execution_context()
    assert tracking.figures.live > 0
    x, y = (tp.memory.cuda().allocate(16 * 64 * 4) for _ in "xy")
    context.set_input_shape("x", (3, 64))
    context.set_tensor_address("x", x)
    context.set_tensor_address("y", y)
    values = np.ones((3, 64), np.float32)
    tp._core.cuda.copy_to_device(x, values)
    assert context.execute_async_v3(0)
    got = np.empty_like(values)
    tp._core.cuda.copy_to_host(got, y)
    tp._core.cuda.stream_synchronize(0)
    np.testing.assert_array_equal(got, tp.Engine(plan)(values))
    del context, engine, runtime
    assert tracking.figures.live == 0
