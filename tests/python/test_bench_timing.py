from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from trtplugins.bench.timing import Timing, measure, summarize


class FakeClock:
    """A device on which execution i takes as long as `cost(i)` says, in milliseconds."""

    def __init__(self, cost: Callable[[int], float]) -> None:
        self._cost = cost
        self.calls: list[int] = []
        self.pending = 0.0
        self.synchronized = 0

    def call(self, i: int) -> None:
        self.pending += self._cost(len(self.calls))
        self.calls.append(i)

    def elapsed_ms(self, body: Callable[[], None]) -> Callable[[], float]:
        self.pending = 0.0
        body()
        spent = self.pending
        return lambda: spent

    def synchronize(self) -> None:
        self.synchronized += 1


def timing_of(median_ms: float, host_us: float = 1.0) -> Timing:
    return Timing(median_ms, (median_ms, median_ms), (median_ms, median_ms), 30, 10, host_us)


def test_statistics() -> None:
    summary = summarize([5.0, 1.0, 2.0, 4.0, 3.0], 7, 12.5)
    assert summary == Timing(3.0, (2.0, 4.0), (1.0, 5.0), 5, 7, 12.5)


def test_bandwidth_counts_gigabytes_per_second() -> None:
    assert math.isclose(timing_of(2.0).bandwidth(3_000_000_000), 1500.0)


def test_host_bound_is_when_the_host_takes_longer_than_the_device() -> None:
    assert timing_of(0.005, host_us=10.0).host_bound
    assert not timing_of(1.0, host_us=10.0).host_bound


def test_time_is_per_execution() -> None:
    clock = FakeClock(lambda _: 0.25)
    result = measure(clock.call, clock, rotation=3)
    assert math.isclose(result.median_ms, 0.25)
    assert result.samples == 30
    assert result.calls_per_sample == 8  # 2 ms of 0.25 ms each


def test_the_first_executions_do_not_count() -> None:
    clock = FakeClock(lambda i: 1000.0 if i < 3 else 0.5)
    result = measure(clock.call, clock, rotation=3)
    assert result.range_ms == (0.5, 0.5)


def test_every_sample_goes_through_all_sets() -> None:
    clock = FakeClock(lambda _: 10.0)
    result = measure(clock.call, clock, rotation=5, samples=4)
    assert result.calls_per_sample == 5
    samples = clock.calls[-5 * 4 - 16 * 4 : -16 * 4]
    assert samples == [0, 1, 2, 3, 4] * 4


def test_one_slow_sample_does_not_move_the_median() -> None:
    clock = FakeClock(lambda i: 50.0 if i % 64 == 0 else 1.0)
    assert measure(clock.call, clock, rotation=1, sample_ms=4).median_ms == 1.0


def test_host_time_is_per_execution(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("trtplugins.bench.timing.time.perf_counter", lambda: now[0])

    def call(_: int) -> None:
        now[0] += 3e-6

    clock = FakeClock(lambda _: 1.0)
    assert math.isclose(measure(call, clock, rotation=1).host_us, 3.0)
