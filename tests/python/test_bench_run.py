"""The order of a run: copy, our engine, peers; on a device that only counts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import onnx
import pytest

import trtplugins as tp
from trtplugins.bench import harness
from trtplugins.bench.case import Case, works
from trtplugins.bench.peers import Unavailable
from trtplugins.bench.sets import allocate
from trtplugins.bench.timing import Call

GB = 1 << 30


class CountingDevice:
    """Copies at 1 GiB/ms; `spend` adds to the time that the events see."""

    cache_bytes = 1 << 20
    stream = 5

    def __init__(self, free: int = 8 * GB) -> None:
        self.free = free
        self.live: list[np.ndarray[Any, Any]] = []
        self.uploads: list[np.ndarray[Any, Any]] = []
        self.clock_ms = 0.0

    def spend(self, milliseconds: float) -> None:
        self.clock_ms += milliseconds

    def array(self, shape: Sequence[int], dtype: str) -> np.ndarray[Any, Any]:
        self.live.append(np.broadcast_to(np.zeros((), dtype), tuple(shape)))
        return self.live[-1]

    def free_all(self) -> None:
        self.live.clear()

    def free_bytes(self) -> int:
        return self.free

    def copy(self, destination: Any, source: Any) -> None:
        self.spend(2 * source.nbytes / GB)

    def upload(self, destination: Any, values: np.ndarray[Any, Any]) -> None:
        self.uploads.append(values)

    def elapsed_ms(self, body: Callable[[], None]) -> Callable[[], float]:
        start = self.clock_ms
        body()
        spent = self.clock_ms - start
        return lambda: spent

    def synchronize(self) -> None:
        pass


class Peer:
    def __init__(self, name: str, milliseconds: float) -> None:
        self.name, self._milliseconds = name, milliseconds

    def prepare(self, work: Any, sets: Any, device: Any) -> Call:
        return lambda i: device.spend(self._milliseconds)


class Absent:
    name = "absent"

    def prepare(self, work: Any, sets: Any, device: Any) -> Call:
        raise Unavailable("it is not there")


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> list[onnx.ModelProto]:
    """The models engines are built of; each execution of one takes half a millisecond."""
    built: list[onnx.ModelProto] = []

    def engine_call(model: onnx.ModelProto, sets: Any, device: Any) -> Call:
        built.append(model)
        return lambda i: device.spend(0.5)

    monkeypatch.setattr(harness, "engine_call", engine_call)
    return built


def run(case: Case, device: Any, **options: Any) -> list[harness.Result]:
    return harness.run(list(works(case)), device, seed=3, **options)


def test_everything_is_held_against_the_copy(models: list[onnx.ModelProto]) -> None:
    device = CountingDevice()
    case = Case("Gelu", {"X": (1 << 26,)}, peers=[Peer("slower", 1.0), Absent()])
    single, half = run(case, device)
    assert math.isclose(single.copy_bandwidth, GB / 1e6)  # 2 GiB in 2 ms
    ours, slower, absent = single.entries
    assert ours.timing is not None
    assert slower.timing is not None
    assert math.isclose(single.of_copy(ours.timing), 1.0)  # 512 MiB in 0.5 ms
    assert math.isclose(single.of_copy(slower.timing), 0.5)
    assert (absent.timing, absent.unavailable) == (None, "it is not there")
    assert half.entries[0].timing is not None
    assert math.isclose(half.of_copy(half.entries[0].timing), 0.5)
    assert [m.graph.node[0].op_type for m in models] == ["TRTP_Gelu"] * 2
    assert device.live == []


@pytest.mark.usefixtures("models")
def test_peers_can_be_left_out_and_progress_is_told() -> None:
    told: list[str] = []
    case = Case("Gelu", {"X": (4,)}, peers=[Peer("a peer", 1.0)])
    results = run(case, CountingDevice(), peers=False, progress=told.append)
    assert [[entry.who for entry in result.entries] for result in results] == [["trtplugins"]] * 2
    assert told[:2] == ["copy", "Gelu float32 4: trtplugins"]


def test_sets_share_values_that_the_seed_repeats() -> None:
    work = next(works(Case("Gelu", {"X": (1 << 19,)})))
    first, again, other = CountingDevice(), CountingDevice(), CountingDevice()
    sets = allocate(work, first, seed=1)  # type: ignore[arg-type]
    assert len(sets) == len(sets.outputs) == 2
    allocate(work, again, seed=1)  # type: ignore[arg-type]
    allocate(work, other, seed=2)  # type: ignore[arg-type]
    assert len(first.uploads) == 1
    np.testing.assert_array_equal(first.uploads[0], again.uploads[0])
    assert not np.array_equal(first.uploads[0], other.uploads[0])


def test_values_that_matter_are_those_of_the_case() -> None:
    places = [3, 0, -1]
    shapes = {"X": (2, 4), "Y": (3,)}
    work = next(works(Case("ArrayFeatureExtractor", shapes, values={"Y": places})))
    device = CountingDevice()
    allocate(work, device, seed=1)  # type: ignore[arg-type]
    assert [array.dtype for array in device.uploads] == [np.float32, np.int32]
    np.testing.assert_array_equal(device.uploads[1], places)


def test_work_that_does_not_fit_is_refused() -> None:
    work = next(works(Case("Gelu", {"X": (1 << 26,)})))
    with pytest.raises(tp.Error, match="Gelu float32 67108864: needs 536870912 bytes"):
        allocate(work, CountingDevice(free=1 << 28), seed=1)  # type: ignore[arg-type]
