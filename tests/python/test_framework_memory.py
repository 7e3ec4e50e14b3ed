"""Memory of PyTorch, CuPy and RMM: what they are asked for, and that it is theirs."""

from __future__ import annotations

import ctypes
import sys
from contextlib import contextmanager, nullcontext
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import trtplugins as tp
from trtplugins import _core, framework_memory


class Source:
    """An allocator of host memory that writes down its calls."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.blocks: dict[int, Any] = {}

    def allocate(self, size: int) -> int:
        block = ctypes.create_string_buffer(size + 256)
        address = -(-ctypes.addressof(block) // 256) * 256
        self.blocks[address] = block
        return address


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Streams that were waited for."""
    streams: list[int] = []
    cuda = SimpleNamespace(stream_synchronize=streams.append)
    core = SimpleNamespace(cuda=cuda, callback_memory=_core.callback_memory, Error=_core.Error)
    monkeypatch.setattr(framework_memory, "_core", core)
    return streams


@pytest.fixture
def torch(monkeypatch: pytest.MonkeyPatch) -> Source:
    source = Source()

    def alloc(size: int, device: int, stream: int) -> int:
        source.calls.append(("alloc", size, device, stream))
        return source.allocate(size)

    def delete(address: int) -> None:
        source.calls.append(("delete",))
        del source.blocks[address]

    module: Any = ModuleType("torch")
    module.cuda = SimpleNamespace(
        current_device=lambda: 3, caching_allocator_alloc=alloc, caching_allocator_delete=delete
    )
    monkeypatch.setitem(sys.modules, "torch", module)
    return source


def test_torch(torch: Source, waits: list[int]) -> None:
    resource = tp.memory.torch()
    resource.deallocate(resource.allocate(100, stream=7), 100, stream=7)
    assert torch.calls == [("alloc", 100, 3, 7), ("delete",)]
    assert not waits
    assert resource.stream_ordered
    other = tp.memory.torch(device=1)
    address = other.allocate(100, stream=7)
    other.deallocate(address, 100, stream=8)
    assert torch.calls[2] == ("alloc", 100, 1, 7)
    assert waits == [8], "work on another stream than the memory's has to be over"
    assert not torch.blocks


def test_cupy(monkeypatch: pytest.MonkeyPatch, waits: list[int]) -> None:
    current: list[int] = [0]
    calls: list[tuple[int, int]] = []
    source = Source()

    class Memory:
        def __init__(self, size: int) -> None:
            calls.append((size, current[-1]))
            self.ptr = source.allocate(size)

        def __del__(self) -> None:
            del source.blocks[self.ptr]

    @contextmanager
    def stream(protocol: Any) -> Any:
        current.append(protocol.__cuda_stream__()[1])
        yield
        current.pop()

    module: Any = ModuleType("cupy")
    module.cuda = SimpleNamespace(Stream=SimpleNamespace(from_external=stream, null=nullcontext()))
    module.get_default_memory_pool = lambda: SimpleNamespace(malloc=Memory)
    monkeypatch.setitem(sys.modules, "cupy", module)

    resource = tp.memory.cupy()
    addresses = [resource.allocate(64, stream=s) for s in (0, 5)]
    assert calls == [(64, 0), (64, 5)]
    assert set(addresses) == set(source.blocks), "memory has to be held"
    resource.deallocate(addresses[0], 64, stream=0)
    assert not waits
    resource.deallocate(addresses[1], 64, stream=0)
    assert waits == [0]
    assert not source.blocks


def test_rmm(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source()

    class Stream:
        def __init__(self, protocol: Any) -> None:
            self.handle = protocol.__cuda_stream__()[1]

    def allocate(size: int, stream: Any) -> int:
        source.calls.append((size, stream.handle))
        return source.allocate(size)

    def deallocate(address: int, size: int, stream: Any) -> None:
        source.calls.append((size, stream.handle))
        del source.blocks[address]

    pool = SimpleNamespace(allocate=allocate, deallocate=deallocate)
    module: Any = ModuleType("rmm")
    module.mr = SimpleNamespace(get_current_device_resource=lambda: pool)
    streams: Any = ModuleType("rmm.pylibrmm.stream")
    streams.Stream, streams.DEFAULT_STREAM = Stream, SimpleNamespace(handle="default")
    for name, value in (("rmm", module), ("rmm.pylibrmm", module), (streams.__name__, streams)):
        monkeypatch.setitem(sys.modules, name, value)

    resource = tp.memory.rmm()
    resource.deallocate(resource.allocate(64), 64)
    resource.deallocate(resource.allocate(64, stream=5), 64, stream=6)
    assert source.calls == [(64, "default"), (64, "default"), (64, 5), (64, 6)]
    assert not source.blocks


@pytest.mark.parametrize("name", ["torch", "cupy", "rmm"])
def test_what_is_not_there_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(tp.Error, match=rf"memory.{name}\(\) needs the module {name}"):
        getattr(tp.memory, name)()


@pytest.mark.skipif(_core.cuda.device_count() > 0, reason="there is a GPU here")
def test_pytorch_without_a_gpu() -> None:
    pytest.importorskip("torch")
    with pytest.raises(tp.Error, match="PyTorch cannot use a GPU here"):
        tp.memory.torch()


@pytest.mark.gpu
def test_it_is_pytorchs_memory() -> None:
    torch = pytest.importorskip("torch")
    if not torch.cuda.is_available():
        pytest.skip("PyTorch has no GPU")
    resource = tp.memory.torch()
    before = torch.cuda.memory_allocated()
    address = resource.allocate(1 << 20)
    assert torch.cuda.memory_allocated() - before == 1 << 20
    assert _core.cuda.device_of(address) == torch.cuda.current_device()
    resource.deallocate(address, 1 << 20)
    assert torch.cuda.memory_allocated() == before
    with pytest.raises(tp.memory.OutOfMemory, match="out of memory"):
        resource.allocate(1 << 50)


@pytest.mark.gpu
def test_it_is_cupys_memory() -> None:
    cupy = pytest.importorskip("cupy")
    pool = cupy.cuda.MemoryPool()
    resource = tp.memory.cupy(pool)
    stream = _core.cuda.stream_create()
    address = resource.allocate(1 << 20, stream=stream)
    assert pool.used_bytes() == 1 << 20
    assert _core.cuda.device_of(address) == cupy.cuda.runtime.getDevice()
    resource.deallocate(address, 1 << 20, stream=stream)
    assert pool.used_bytes() == 0
    with pytest.raises(tp.memory.OutOfMemory, match="OutOfMemoryError"):
        resource.allocate(1 << 50)
    _core.cuda.stream_synchronize(stream)
    pool.free_all_blocks()
    _core.cuda.stream_destroy(stream)
