"""Calibrators as TensorRT meets them: what goes wrong stays out of its hands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import trtplugins as tp
from trtplugins import _core

INPUTS = [("x", "float32", (2, 3)), ("y", "int32", (4,))]


def probe(data: Any, *, network: str = "n", version: int = 8600, **arguments: Any) -> Any:
    options = _core.BuildOptions()
    options.int8 = True
    options.set_calibration(arguments.pop("algorithm", "entropy_2"), data, **arguments)
    return _core.CalibratorProbe(options, INPUTS, network, version)


def of(batches: list[Any]) -> Any:
    remaining = iter(batches)
    return lambda inputs: next(remaining, None)


def test_batches_come_in_the_order_that_tensorrt_asks_for() -> None:
    asked: list[Any] = []

    def data(inputs: list[Any]) -> list[int] | None:
        asked.append(inputs)
        return [256 * len(asked), 512] if len(asked) <= 2 else None

    calibrator = probe(data)
    assert calibrator.next_batch(["y", "x"]) == [256, 512]
    assert calibrator.next_batch(["y", "x"]) == [512, 512]
    assert calibrator.next_batch(["y", "x"]) is None
    assert calibrator.next_batch(["y", "x"]) is None
    assert asked[0] == [("y", "int32", (4,)), ("x", "float32", (2, 3))]
    assert len(asked) == 3  # who has said that there is no more is not asked again
    assert calibrator.batches == 2
    calibrator.rethrow()


@pytest.mark.parametrize(
    ("algorithm", "number"), [("legacy", 0), ("entropy", 1), ("entropy_2", 2), ("minmax", 3)]
)
def test_algorithms(algorithm: str, number: int) -> None:
    assert probe(of([]), algorithm=algorithm).algorithm == number


def test_what_the_data_raise_is_kept_and_nothing_after_it_counts(tmp_path: Path) -> None:
    def data(inputs: list[Any]) -> list[int]:
        raise LookupError("the disk is gone")

    cache = tmp_path / "x.cache"
    calibrator = probe(data, cache=str(cache))
    assert calibrator.next_batch(["x", "y"]) is None
    calibrator.write_table(b"TRT-8600-EntropyCalibration2\n")  # TensorRT goes on with what it has
    assert not cache.exists()
    with pytest.raises(LookupError, match="the disk is gone"):
        calibrator.rethrow()


@pytest.mark.parametrize(
    ("batches", "message"),
    [
        ([], "expected at least one batch, got none"),
        ([[256]], "expected the addresses of 2 inputs, got 1"),
    ],
)
def test_data_that_do_not_fit(batches: list[Any], message: str) -> None:
    calibrator = probe(of(batches))
    assert calibrator.next_batch(["x", "y"]) is None
    with pytest.raises(tp.Error, match=message):
        calibrator.rethrow()


def test_an_input_that_the_network_lacks() -> None:
    calibrator = probe(of([[256]]))
    assert calibrator.next_batch(["z"]) is None
    with pytest.raises(tp.Error, match="TensorRT asks for 'z'"):
        calibrator.rethrow()


def test_a_table_is_kept_for_its_network_key_algorithm_and_version(tmp_path: Path) -> None:
    cache = str(tmp_path / "x.cache")
    table = b"TRT-8600-EntropyCalibration2\nx: 3c010a14\n"
    calibrator = probe(of([[256, 512]]), cache=cache, key="k")
    assert calibrator.read_table() is None
    calibrator.write_table(table)
    assert probe(of([]), cache=cache, key="k").read_table() == table
    others: list[dict[str, Any]] = [
        {"key": "other"},
        {"key": "k", "network": "other"},
        {"key": "k", "algorithm": "minmax"},
        {"key": "k", "version": 8503},
    ]
    for other in others:
        assert probe(of([]), cache=cache, **other).read_table() is None
    probe(of([[1, 2]]), cache=cache, key="other").write_table(b"another")
    assert probe(of([]), cache=cache, key="k").read_table() == table
    assert probe(of([]), cache=cache, key="other").read_table() == b"another"


def test_a_damaged_cache_is_not_used(tmp_path: Path) -> None:
    cache = tmp_path / "x.cache"
    probe(of([]), cache=str(cache)).write_table(b"table")
    cache.write_bytes(cache.read_bytes()[:-1])
    calibrator = probe(of([]), cache=str(cache))
    assert calibrator.read_table() is None
    calibrator.write_table(b"table")
    assert probe(of([]), cache=str(cache)).read_table() == b"table"


def test_a_table_that_was_given_is_used_as_it_is() -> None:
    calibrator = probe(None, table=b"TRT-8600-MinMaxCalibration\n", algorithm="minmax")
    assert calibrator.read_table() == b"TRT-8600-MinMaxCalibration\n"
    assert calibrator.next_batch(["x"]) is None
    with pytest.raises(tp.Error, match="its table does not fit the network"):
        calibrator.rethrow()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"data": None}, "expected data or a table, got neither"),
        ({"data": of([]), "algorithm": "kl"}, "calibrator: expected one of 'entropy_2'"),
        ({"data": of([]), "quantile": 0.0}, "expected a quantile and a regression cutoff"),
        ({"data": of([]), "cache": "/no/such/folder/x"}, "calibrator: cache: cannot write"),
    ],
)
def test_what_contradicts_itself(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(tp.Error, match=message):
        probe(arguments.pop("data"), **arguments)
