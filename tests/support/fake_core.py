"""A stand-in for what of `trtplugins._core` needs a GPU: host memory plays the device's.

Its engine computes s = x + w and r = relu(s), float32, with x and w of shape (n, 8).
"""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Sequence
from typing import Any, Optional

import numpy as np

from trtplugins import _core

DEVICE = 3


class Memory:
    """A memory resource; `live` is what it has handed out."""

    def __init__(self) -> None:
        self.live: dict[int, Any] = {}
        self.streams: list[int] = []  # of every call

    def allocate(self, size: int, alignment: int = 256, stream: int = 0) -> int:
        assert size > 0
        block = ctypes.create_string_buffer(size + alignment)
        address = -(-ctypes.addressof(block) // alignment) * alignment
        self.live[address] = (size, block)
        self.streams.append(stream)
        return address

    def deallocate(self, address: int, size: int, alignment: int = 256, stream: int = 0) -> None:
        assert self.live.pop(address)[0] == size
        self.streams.append(stream)

    def allocate_owned(self, size: int, alignment: int, stream: int) -> tuple[int, object]:
        if not size:
            return 0, None
        address, owner = self.allocate(size, alignment, stream), Owner()
        weakref.finalize(owner, self.deallocate, address, size, alignment, stream)
        return address, owner


class Owner:
    """With it an allocation goes."""


class Cuda:
    """Streams that remember what is not waited for, and copies."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.streams: set[int] = set()
        self.pending: set[int] = set()
        self.waits: list[tuple[int, int]] = []  # (stream, the one it waits for)

    def current_device(self) -> int:
        return DEVICE

    def device_of(self, address: int) -> Optional[int]:
        blocks = self.memory.live.items()
        inside = any(a <= address < a + size for a, (size, _) in blocks)
        return DEVICE if inside else None

    def stream_create(self) -> int:
        self.streams.add(1000 + len(self.streams))
        return max(self.streams)

    def stream_destroy(self, stream: int) -> None:
        self.streams.remove(stream)

    def stream_synchronize(self, stream: int = 0) -> None:
        self.pending.discard(stream)

    def stream_wait_stream(self, stream: int, other: int) -> None:
        self.waits.append((stream, other))

    class PinnedMemory(np.ndarray):
        """Host memory."""

        def __new__(cls, size: int) -> Any:
            return np.empty(size, np.uint8).view(cls)

        @property
        def address(self) -> int:
            return int(self.ctypes.data)

    def copy_to_device(self, address: int, source: Any, stream: int = 0) -> None:
        self.pending.add(stream)
        data = memoryview(source).cast("B")
        ctypes.memmove(address, bytes(data), len(data))

    def copy_to_host(self, target: Any, address: int, stream: int = 0) -> None:
        self.pending.add(stream)
        ctypes.memmove(np.asarray(target).ctypes.data, address, target.nbytes)


class Tensor:
    """What `_core.TensorInfo` has."""

    def __init__(self, name: str, is_input: bool, shape: Sequence[int]) -> None:
        self.name, self.is_input, self.shape = name, is_input, tuple(shape)
        self.dtype, self.location, self.layout = "float32", "device", "linear"


class Context:
    """Counts the calls that set something; `fail_next` makes an enqueue fail."""

    def __init__(self, cuda: Cuda) -> None:
        self.cuda = cuda
        self.tensors = TENSORS
        self.shapes: dict[str, tuple[int, ...]] = {}
        self.addresses: dict[str, int] = {}
        self.calls: list[tuple[Any, ...]] = []
        self.staging: dict[str, tuple[int, int]] = {}
        self.fail_next = False

    def set_profile(self, index: int, stream: int = 0) -> None:
        self.calls.append(("profile", index))

    def set_shape(self, name: str, shape: Sequence[int]) -> None:
        self.calls.append(("shape", name))
        if len(shape) != 2 or shape[1] != 8:
            raise _core.Error(f"input '{name}': expected (-1, 8), got {tuple(shape)}")
        self.shapes[name] = tuple(shape)

    def shape(self, name: str) -> tuple[int, ...]:
        if self.shapes["x"] != self.shapes["w"]:
            raise _core.Error("x and w differ")
        return self.shapes["x"]

    def set_address(self, name: str, address: int) -> None:
        self.calls.append(("address", name))
        empty = 0 in self.shapes["x"]
        assert empty or self.cuda.device_of(address) is not None
        self.addresses[name] = address

    graph_counts = None

    def set_staging(self, name: str, host: int, size: int) -> None:
        self.staging[name] = (host, size)

    def run(self, addresses: list[int], stream: int) -> None:
        for tensor, address in zip(self.tensors, addresses):
            if address and self.addresses.get(tensor.name) != address:
                self.set_address(tensor.name, address)
        self._copy(True)
        self.enqueue(stream)
        self._copy(False)

    def run_to_new(
        self, addresses: list[int], slot: int, size: int, resource: Memory, stream: int
    ) -> tuple[int, object]:
        address, owner = resource.allocate_owned(size, 256, stream)
        self.run([*addresses[:slot], address, *addresses[slot + 1 :]], stream)
        return address, owner

    def _copy(self, inputs: bool) -> None:
        for tensor in self.tensors:
            host, size = self.staging.get(tensor.name, (0, 0))
            if host and tensor.is_input == inputs:
                ends = (self.addresses[tensor.name], host)
                ctypes.memmove(*(ends if inputs else ends[::-1]), size)

    def enqueue(self, stream: int = 0) -> None:
        self.calls.append(("enqueue", stream))
        self.cuda.pending.add(stream)
        if self.fail_next:
            self.fail_next = False
            raise _core.Error("it failed")
        self._compute()

    def _compute(self) -> None:
        s = self._array("x") + self._array("w")
        self._array("s")[...] = s
        self._array("r")[...] = np.maximum(s, 0)

    def _array(self, name: str) -> Any:
        shape = self.shapes["x"]
        if 0 in shape:
            return np.empty(shape, np.float32)
        block = (ctypes.c_float * (shape[0] * shape[1])).from_address(self.addresses[name])
        return np.ctypeslib.as_array(block).reshape(shape)


TENSORS = [
    Tensor("x", True, (-1, 8)),
    Tensor("w", True, (-1, 8)),
    Tensor("s", False, (-1, 8)),
    Tensor("r", False, (-1, 8)),
]


class ContextOfOne(Context):
    """Of an engine of one input and one output: y = -x."""

    def __init__(self, cuda: Cuda) -> None:
        super().__init__(cuda)
        self.tensors = TENSORS_OF_ONE

    def shape(self, name: str) -> tuple[int, ...]:
        return self.shapes["x"]

    def _compute(self) -> None:
        self._array("y")[...] = -self._array("x")


TENSORS_OF_ONE = [Tensor("y", False, (-1, 8)), Tensor("x", True, (-1, 8))]
