"""What refitting checks before TensorRT is asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import trtplugins as tp
from trtplugins import _core
from trtplugins.refit import Refit


class FakeRefitter:
    """Two convolutions, of which TensorRT has combined kernel and bias."""

    names = ("w", "b")
    layers = (("conv", "kernel"), ("conv", "bias"))

    def __init__(self, engine: Any) -> None:
        self.given: dict[tuple[str, ...], tuple[bytes, str]] = {}
        self.refits = 0

    def set(self, *arguments: Any) -> None:
        *key, data, dtype = arguments
        self.given[tuple(key)] = (bytes(data), dtype)

    def missing_layers(self) -> list[tuple[str, str]]:
        return [pair for pair in self.layers if pair not in self.given][: len(self.given)]

    def missing_names(self) -> list[str]:
        return []

    def refit(self) -> None:
        if self.missing_layers():
            raise _core.Error("weights are missing")
        self.refits += 1


@pytest.fixture
def refit(monkeypatch: pytest.MonkeyPatch) -> Refit:
    monkeypatch.setattr(_core, "Refitter", FakeRefitter)
    refit: Any = Refit(None, lambda: done.append(refit))  # type: ignore[arg-type]
    refit.done = done = []
    return refit  # type: ignore[no-any-return]


def test_arrays_arrive_whole(refit: Any) -> None:
    strided = np.arange(6, dtype=np.float32).reshape(2, 3).T
    with refit:
        refit["conv", "kernel"] = strided
        refit["conv", "bias"] = np.float16([1, 2])
    assert refit._refitter.given == {
        ("conv", "kernel"): (np.ascontiguousarray(strided).tobytes(), "float32"),
        ("conv", "bias"): (np.float16([1, 2]).tobytes(), "float16"),
    }
    assert (refit._refitter.refits, refit.done) == (1, [refit])


def test_nothing_happens_after_an_exception(refit: Any) -> None:
    def interrupted() -> None:
        with refit:
            refit["w"] = np.zeros(3, np.float32)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()
    assert (refit._refitter.refits, refit.done) == (0, [])


def test_what_is_missing(refit: Any) -> None:
    refit["conv", "kernel"] = np.zeros(3, np.float32)
    assert refit.missing == [("conv", "bias")]
    with pytest.raises(tp.Error, match="weights are missing"):
        refit.commit()
    assert refit.done == []


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("w", np.zeros(2), "weights 'w': expected float32, float16 or int8, got float64"),
        ("w", [1, 2], "weights 'w': expected float32, float16 or int8, got int64"),
        (("conv",), np.zeros(2, np.float32), "the weights' name or (layer, role), got ('conv',)"),
        (3, np.zeros(2, np.float32), "the weights' name or (layer, role), got 3"),
    ],
)
def test_what_does_not_fit(refit: Any, key: Any, value: Any, message: str) -> None:
    with pytest.raises(tp.Error) as raised:
        refit[key] = value
    assert message in str(raised.value)
    assert refit._refitter.given == {}
