"""How long something takes on the device, and how sure that is."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

Call = Callable[[int], object]
"""Enqueues one execution; the argument counts them, so that inputs can rotate."""


class Clock(Protocol):
    """What `measure` needs of a device."""

    def elapsed_ms(self, body: Callable[[], None]) -> Callable[[], float]:
        """Run `body`; the result gives the device's time of what it enqueued, in milliseconds."""
        ...

    def synchronize(self) -> None: ...


@dataclass(frozen=True)
class Timing:
    """Milliseconds per execution on the device, and microseconds of the host to enqueue it."""

    median_ms: float
    quartiles_ms: tuple[float, float]
    range_ms: tuple[float, float]
    samples: int
    calls_per_sample: int
    host_us: float

    @property
    def host_bound(self) -> bool:
        """Whether the host could not keep the device busy: the time is then the host's."""
        return self.host_us / 1e3 > 0.9 * self.median_ms

    def bandwidth(self, bytes_moved: int) -> float:
        """GB/s, where each execution moves that many bytes."""
        return bytes_moved / self.median_ms / 1e6


def measure(
    call: Call,
    clock: Clock,
    *,
    rotation: int,
    samples: int = 30,
    sample_ms: float = 2.0,
    warm_up_ms: float = 50.0,
) -> Timing:
    """Median of `samples` samples, each of as many executions as take about `sample_ms`.

    Many executions lie between two events so that the events' own time does not count; every sample
    goes through all `rotation` sets of inputs at least once.
    """
    _timed(call, clock, rotation)  # what is done once only
    per_call = max(_timed(call, clock, rotation), 1e-4)
    _timed(call, clock, min(1000, math.ceil(warm_up_ms / per_call)))
    count = max(rotation, min(1000, math.ceil(sample_ms / per_call)))
    readings = [_sample(call, clock, count) for _ in range(samples)]
    clock.synchronize()
    host = _host_us(call, clock, samples)
    return summarize([read() / count for read in readings], count, host)


def summarize(times_ms: Sequence[float], calls_per_sample: int, host_us: float) -> Timing:
    """The statistics of times per execution, one per sample."""
    low, median, high = statistics.quantiles(times_ms, n=4, method="inclusive")
    return Timing(
        median_ms=median,
        quartiles_ms=(low, high),
        range_ms=(min(times_ms), max(times_ms)),
        samples=len(times_ms),
        calls_per_sample=calls_per_sample,
        host_us=host_us,
    )


def _sample(call: Call, clock: Clock, count: int) -> Callable[[], float]:
    def body() -> None:
        for i in range(count):
            call(i)

    return clock.elapsed_ms(body)


def _timed(call: Call, clock: Clock, count: int) -> float:
    reading = _sample(call, clock, count)
    clock.synchronize()
    return reading() / count


def _host_us(call: Call, clock: Clock, samples: int) -> float:
    """Median over bursts short enough that the device's queue never fills."""
    burst = 16
    times = []
    for _ in range(samples):
        clock.synchronize()
        start = time.perf_counter()
        for i in range(burst):
            call(i)
        times.append((time.perf_counter() - start) * 1e6 / burst)
    clock.synchronize()
    return statistics.median(times)
