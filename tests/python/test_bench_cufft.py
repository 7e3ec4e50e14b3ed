"""What cuFFT is asked for, by a library that takes notes."""

from __future__ import annotations

import ctypes
import gc
from types import SimpleNamespace
from typing import Any

import pytest

from trtplugins.bench import cufft
from trtplugins.bench.case import Case, works
from trtplugins.bench.peers import Unavailable
from trtplugins.bench.sets import Sets

DEVICE: Any = SimpleNamespace(stream=17)


class Notes:
    """As much of cuFFT as the peer calls; `status` is what making a plan returns."""

    def __init__(self, status: int = 0) -> None:
        self.status = status
        self.plan: list[int] = []
        self.executed: list[tuple[int, ...]] = []
        self.destroyed: list[int] = []

    def cufftCreate(self, plan: Any) -> int:
        plan._obj.value = 5
        return 0

    def cufftXtMakePlanMany(self, *arguments: Any) -> int:
        # byref() has _obj; numbers of C have value.
        self.plan = [getattr(getattr(a, "_obj", a), "value", a) for a in arguments]
        return self.status

    def cufftSetStream(self, plan: int, stream: ctypes.c_void_p) -> int:
        assert (plan, stream.value) == (5, 17)
        return 0

    def cufftXtExec(self, plan: int, x: ctypes.c_void_p, y: ctypes.c_void_p, way: int) -> int:
        self.executed.append((plan, x.value or 0, y.value or 0, way))
        return 0

    def cufftDestroy(self, plan: int) -> int:
        self.destroyed.append(plan)
        return 0


def sets(count: int) -> Sets:
    def memory(name: str, first: int) -> list[Any]:
        return [{name: SimpleNamespace(pointer=first + i)} for i in range(count)]

    return Sets(memory("input", 100), memory("output", 200))


# rank, length, then of input and output: numbers, step, distance, type; batch, scratch, type
@pytest.mark.parametrize(
    ("dtype", "shape", "attributes", "plan", "way"),
    [
        ("float32", (7, 64, 2), {}, [64, 64, 1, 64, 4, 64, 1, 64, 4, 7, 0, 4], -1),
        ("float16", (7, 64, 2), {"inverse": 1}, [64, 64, 1, 64, 6, 64, 1, 64, 6, 7, 0, 6], 1),
        ("float32", (3, 64, 1), {"onesided": 1}, [64, 64, 1, 64, 0, 33, 1, 33, 4, 3, 0, 4], -1),
        (
            "float16",
            (3, 33, 2),
            {"inverse": 1, "onesided": 1},
            [64, 33, 1, 33, 6, 64, 1, 64, 2, 3, 0, 6],
            1,
        ),
    ],
)
def test_plans_and_calls(
    monkeypatch: pytest.MonkeyPatch,
    dtype: str,
    shape: tuple[int, ...],
    attributes: dict[str, int],
    plan: list[int],
    way: int,
) -> None:
    notes = Notes()
    monkeypatch.setattr(cufft, "_library", lambda: notes)
    case = Case("DFT", {"input": shape}, {"axis": 1, **attributes})
    work = next(work for work in works(case) if work.inputs[0].dtype == dtype)
    call = cufft.CufftPeer().prepare(work, sets(2), DEVICE)
    assert notes.plan == [5, 1, *plan]
    for i in range(3):
        call(i)
    assert notes.executed == [(5, 100, 200, way), (5, 101, 201, way), (5, 100, 200, way)]
    assert notes.destroyed == []
    del call
    gc.collect()
    assert notes.destroyed == [5]


def test_what_cufft_cannot_do_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    notes = Notes(status=16)
    monkeypatch.setattr(cufft, "_library", lambda: notes)
    work = next(works(Case("DFT", {"input": (7, 1000, 2)}, {"axis": 1})))
    with pytest.raises(Unavailable, match="cuFFT: status 16"):
        cufft.CufftPeer().prepare(work, sets(1), DEVICE)
    assert notes.destroyed == [5]


def test_half_precision_is_for_powers_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    notes = Notes()
    monkeypatch.setattr(cufft, "_library", lambda: notes)
    case = Case("DFT", {"input": (7, 1009, 2)}, {"axis": 1})
    work = next(work for work in works(case) if work.inputs[0].dtype == "float16")
    with pytest.raises(Unavailable, match="powers of two"):
        cufft.CufftPeer().prepare(work, sets(1), DEVICE)
    assert notes.plan == []


def test_no_library_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise RuntimeError(f"no lib{name} here")

    finder = SimpleNamespace(load_nvidia_dynamic_lib=missing)
    monkeypatch.setattr(cufft.importlib, "import_module", lambda name: finder)
    work = next(works(Case("DFT", {"input": (7, 64, 2)}, {"axis": 1})))
    with pytest.raises(Unavailable, match="cannot be loaded: no libcufft here"):
        cufft.CufftPeer().prepare(work, sets(1), DEVICE)
