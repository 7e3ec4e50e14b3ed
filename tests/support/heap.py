"""Host memory in the place of the device's, for resources that compose others."""

from __future__ import annotations

import ctypes
import threading

from trtplugins import _core


class Heap:
    """What a callback resource takes memory from; complains of whatever it does not know."""

    def __init__(self, alignment: int = 256, capacity: int | None = None) -> None:
        self.alignment, self.capacity = alignment, capacity
        self.live: dict[int, tuple[int, object]] = {}  # address -> size, memory
        self.allocations = 0
        self.streams: list[int] = []  # of every call
        self._lock = threading.Lock()
        self.resource = _core.callback_memory(
            self.allocate, self.deallocate, name="heap", alignment=alignment, stream_ordered=False
        )

    @property
    def in_use(self) -> int:
        return sum(size for size, _ in self.live.values())

    def allocate(self, size: int, stream: int) -> int:
        with self._lock:
            if self.capacity is not None and self.in_use + size > self.capacity:
                raise MemoryError(f"{self.in_use} of {self.capacity} in use")
            memory = ctypes.create_string_buffer(size + self.alignment)
            address = -(-ctypes.addressof(memory) // self.alignment) * self.alignment
            self.live[address] = size, memory
            self.allocations += 1
            self.streams.append(stream)
        return address

    def deallocate(self, address: int, size: int, stream: int) -> None:
        with self._lock:
            known = self.live.pop(address)[0]
            assert known == size, f"allocated {known} bytes, freed {size}"
            self.streams.append(stream)
