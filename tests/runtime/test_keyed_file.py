"""Files of caches: what is stored is found again, and damage is noticed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import trtplugins as tp
from trtplugins import _core

KIND = "timing cache"


def put(path: Path, key: str, data: bytes) -> list[str]:
    warnings: list[str] = []
    _core.KeyedFile(str(path), KIND).store(key, lambda present: data, warnings.append)
    return warnings


def get(path: Path, key: str) -> tuple[bytes | None, list[str]]:
    warnings: list[str] = []
    return _core.KeyedFile(str(path), KIND).load(key, warnings.append), warnings


def test_entries_lie_side_by_side(tmp_path: Path, rng: np.random.Generator) -> None:
    path = tmp_path / "a.cache"
    assert get(path, "k") == (None, [])
    entries = {f"key {i}": rng.bytes(int(rng.integers(0, 3000))) for i in range(9)}
    for key, data in entries.items():
        assert put(path, key, data) == []
    for key, data in entries.items():
        assert get(path, key) == (data, [])
    assert get(path, "key 10") == (None, [])
    assert {p.name for p in tmp_path.iterdir()} == {"a.cache", "a.cache.lock"}


def test_any_damage_is_noticed_and_mended(tmp_path: Path, rng: np.random.Generator) -> None:
    path = tmp_path / "a.cache"
    put(path, "k", b"value" * 20)
    whole = path.read_bytes()
    header = len("TRTPKEYD") + 16
    spoiled = [whole[:n] for n in range(1, len(whole))]
    for at in range(header, len(whole)):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << int(rng.integers(8))
        spoiled.append(bytes(flipped))
    for bytes_ in (*spoiled, whole + b"\0"):
        path.write_bytes(bytes_)
        data, warnings = get(path, "k")
        assert data is None
        assert len(warnings) == 1
        assert "is damaged: it is not used" in warnings[0]
    assert put(path, "k", b"new") == []
    assert get(path, "k") == (b"new", [])


@pytest.mark.parametrize(
    "foreign", [b"TRT-8600-EntropyCalibration2\nx: 3c010a14\n", b"\x08\x01onnx"]
)
def test_somebody_elses_file_is_neither_used_nor_touched(tmp_path: Path, foreign: bytes) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(foreign)
    data, warnings = get(path, "k")
    assert data is None
    assert "is not a timing cache of this library" in warnings[0]
    assert "is left as it is" in put(path, "k", b"data")[0]
    assert path.read_bytes() == foreign


def test_kinds_are_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.cache"
    put(path, "k", b"data")
    warnings: list[str] = []
    assert _core.KeyedFile(str(path), "calibration").load("k", warnings.append) is None
    assert "not a calibration" in warnings[0]


def test_a_merge_that_fails_leaves_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.cache"
    put(path, "k", b"old")

    def merge(present: bytes | None) -> bytes:
        assert present == b"old"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        _core.KeyedFile(str(path), KIND).store("k", merge, print)
    assert get(path, "k") == (b"old", [])
    assert put(path, "k", b"new") == []  # the lock was let go of


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(tp.Error, match="there is no folder"):
        _core.KeyedFile(str(tmp_path / "no" / "a.cache"), KIND)
    with pytest.raises(tp.Error, match="it is a folder"):
        _core.KeyedFile(str(tmp_path), KIND)


def test_processes_add_to_one_file_without_losing_anything(tmp_path: Path) -> None:
    """Each reads, waits and writes: without the lock most of what they add would be lost."""
    program = """
import sys, time
from trtplugins import _core
path, who = sys.argv[1:]
file = _core.KeyedFile(path, "timing cache")
for i in range(20):
    def merge(present):
        time.sleep(0.002)
        return (present or b"") + f"{who}{i:02};".encode()
    file.store("k", merge, print)
"""
    path = tmp_path / "a.cache"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    workers = [
        subprocess.Popen([sys.executable, "-c", program, str(path), who], env=environment)
        for who in "abc"
    ]
    assert [w.wait(120) for w in workers] == [0, 0, 0]
    data, warnings = get(path, "k")
    assert warnings == []
    assert data is not None
    parts = data.decode().split(";")[:-1]
    assert sorted(parts) == sorted(f"{who}{i:02}" for who in "abc" for i in range(20))
