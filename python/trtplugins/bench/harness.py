"""Measure works and their peers, and the floor they are held against: the speed of a plain copy."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from trtplugins.bench.case import Work
from trtplugins.bench.device import Device
from trtplugins.bench.engine import engine_call
from trtplugins.bench.peers import Unavailable
from trtplugins.bench.sets import Sets, allocate
from trtplugins.bench.timing import Call, Timing, measure
from trtplugins.single_node import operator_model

COPY_BYTES = 1 << 30


@dataclass(frozen=True)
class Entry:
    """One implementation's result; `unavailable` says why there is no timing."""

    who: str
    timing: Timing | None = None
    unavailable: str = ""


@dataclass
class Result:
    """A work, what it took, and the copy bandwidth measured just before it, in GB/s."""

    work: Work
    copy_bandwidth: float
    sets: int
    entries: list[Entry] = field(default_factory=list)

    def of_copy(self, timing: Timing) -> float:
        """The share of the copy bandwidth; 1 is the floor."""
        return timing.bandwidth(self.work.bytes_to_move) / self.copy_bandwidth


def run(
    works: Iterable[Work],
    device: Device,
    *,
    seed: int,
    samples: int = 30,
    peers: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Result]:
    """Measure every work. `progress` is told what is being measured."""
    results = []
    for work in works:
        progress("copy")
        bandwidth = copy_bandwidth(device, samples)
        sets = allocate(work, device, seed)
        result = Result(work, bandwidth, len(sets))
        candidates: dict[str, Callable[[Work, Sets, Device], Call]] = {"trtplugins": _ours}
        if peers:
            candidates.update({peer.name: peer.prepare for peer in work.case.peers})
        for who, prepare in candidates.items():
            progress(f"{work.label}: {who}")
            result.entries.append(_entry(who, prepare, work, sets, device, samples))
        results.append(result)
        device.free_all()
    return results


def copy_bandwidth(device: Device, samples: int) -> float:
    """GB/s of a copy from device to device, counting the bytes read and the bytes written."""
    source, destination = (device.array((COPY_BYTES,), "uint8") for _ in range(2))
    timing = measure(
        lambda _: device.copy(destination, source), device, rotation=1, samples=samples
    )
    device.free_all()
    return timing.bandwidth(2 * COPY_BYTES)


def _ours(work: Work, sets: Sets, device: Device) -> Call:
    model = operator_model(work.op, work.inputs, work.outputs, work.node_attributes)
    return engine_call(model, sets, device)


def _entry(
    who: str,
    prepare: Callable[[Work, Sets, Device], Call],
    work: Work,
    sets: Sets,
    device: Device,
    samples: int,
) -> Entry:
    try:
        call = prepare(work, sets, device)
    except Unavailable as reason:
        return Entry(who, unavailable=str(reason))
    timing = measure(call, device, rotation=len(sets), samples=samples)
    del call
    gc.collect()  # engines hold device memory
    return Entry(who, timing)
