"""Sums of layers' times, without a GPU: TensorRT's reports are given by hand."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

import trtplugins as tp
from trtplugins.profiling import Profile


class FakeContext:
    closed = False

    def __init__(self, times: Any) -> None:
        self.times = times

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        self.times.report("slow [1]", 2.0 + len(args) + 10 * len(kwargs))
        self.times.report("quick", 0.5)

    def close(self) -> None:
        self.closed = True


class FakeEngine:
    """What a profile asks of an engine."""

    def __init__(self) -> None:
        self.context: Any = "its own"
        self.made: list[FakeContext] = []

    def profiled_context(self, times: Any) -> FakeContext:
        self.made.append(FakeContext(times))
        return self.made[-1]

    def swap_context(self, context: Any) -> Any:
        before, self.context = self.context, context
        return before

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        self.context(*args, **kwargs)


@pytest.fixture
def engine() -> Any:
    return FakeEngine()


def test_runs_are_summed_up(engine: Any) -> None:
    profile = Profile(engine).run([1], repeats=3)
    slow, quick = profile.layers
    assert (slow.name, slow.calls, slow.total, slow.mean) == ("slow [1]", 3, 9.0, 3.0)
    assert (slow.least, slow.most) == (3.0, 3.0)
    assert quick.total == 1.5
    assert profile.total == 10.5
    assert engine.context == "its own"
    assert all(context.closed for context in engine.made)


@pytest.mark.parametrize(("feeds", "time"), [({"x": 1, "w": 2}, 22.0), ((1, 2), 4.0), (7, 3.0)])
def test_feeds_in_every_form(engine: Any, feeds: Any, time: float) -> None:
    assert Profile(engine).run(feeds, repeats=1).layers[0].total == time


def test_the_table_has_the_slowest_first(engine: Any) -> None:
    profile = Profile(engine)
    with profile:
        engine()
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(profile.table())
    lines = console.export_text().splitlines()
    assert "2 layers, 2.5 ms" in lines[0]
    (slow,) = (i for i, line in enumerate(lines) if "slow [1]" in line)
    (quick,) = (i for i, line in enumerate(lines) if "quick" in line)
    assert slow < quick
    assert "80.0%" in lines[slow]
    assert len(profile.table(most=1).rows) == 1


def test_an_exception_leaves_the_engine_its_context(engine: Any) -> None:
    with pytest.raises(ZeroDivisionError), Profile(engine):
        raise ZeroDivisionError
    assert engine.context == "its own"
    assert engine.made[0].closed
    with pytest.raises(tp.Error, match="repeats: expected at least 1, got 0"):
        Profile(engine).run(1, repeats=0)
    assert str(Profile(engine).table().title) == "0 layers, 0 ms"
