"""Plan files: what is written is read back, and what was damaged on the way is refused."""

from __future__ import annotations

import os
import random
import re
import struct
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import trtplugins as tp
from trtplugins import _core
from trtplugins.ops import find

PAGE = 4096
HEADER = _core.PlanHeader(
    tensorrt="8.6.0",
    trtplugins="0.1.0",
    cuda="12.1",
    gpu="NVIDIA H200",
    compute_capability="9.0",
    hardware_compatibility="none",
    operators={"Gelu": 1, "RMSNormalization": 2},
)


def plan_of(size: int, seed: int = 0) -> bytes:
    """Bytes that begin as a plan of TensorRT 8.6.0 does."""
    start = b"ftrt" + struct.pack("<IQQ", 0, 1, size) + bytes((8, 6, 0, 12))
    return start + random.Random(seed).randbytes(size - len(start))


PLAN = plan_of(1000)


def packed(plan: bytes, header: _core.PlanHeader, folder: Path) -> bytes:
    _core.write_plan(str(folder / "packed.plan"), plan, header)
    return (folder / "packed.plan").read_bytes()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file with a header."""
    return packed(PLAN, HEADER, tmp_path_factory.mktemp("plan"))


# -- round trips ---------------------------------------------------------------------------


@pytest.mark.parametrize("mapped", [True, False])
@pytest.mark.parametrize("size", [28, 1000, 3 * PAGE + 1])
def test_what_is_written_is_read(tmp_path: Path, size: int, mapped: bool) -> None:
    path, plan = tmp_path / "model.plan", plan_of(size)
    _core.write_plan(str(path), plan, HEADER)
    file = tp.plans.open(path, mapped=mapped)
    assert file.header == HEADER
    assert file.header is not None
    assert file.header.operators == HEADER.operators
    assert bytes(file) == plan
    assert path.read_bytes()[PAGE:] == plan
    assert [p.name for p in tmp_path.iterdir()] == ["model.plan"]


@pytest.mark.parametrize("mapped", [True, False])
def test_a_bare_plan_is_the_file(tmp_path: Path, mapped: bool) -> None:
    path = tmp_path / "model.plan"
    _core.write_plan(str(path), PLAN)
    assert path.read_bytes() == PLAN
    file = tp.plans.open(path, mapped=mapped)
    assert file.header is None
    assert bytes(file) == PLAN
    assert file.tensorrt == "8.6.0"


@given(
    st.builds(
        _core.PlanHeader,
        **{
            field: st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\n"))
            for field in ("tensorrt", "trtplugins", "cuda", "gpu", "compute_capability")
        },
        operators=st.dictionaries(
            st.text("ABCxyz_0 ", min_size=1).map(str.strip), st.integers(0, 10**9 - 1), max_size=300
        ),
    )
)
@settings(max_examples=50, deadline=None)
def test_headers_of_any_content(
    tmp_path_factory: pytest.TempPathFactory, header: _core.PlanHeader
) -> None:
    data = packed(PLAN, header, tmp_path_factory.mktemp("plan"))
    found, start = _core.unpack_plan(data)
    assert found == header
    assert data[start:] == PLAN
    assert start % PAGE == 0


def test_checksum_is_xxh64(tmp_path: Path) -> None:
    """By its published test values; the plan's lies at byte 24 of the header."""
    for text, value in ((b"", 0xEF46DB3751D8E999), (b"abc", 0x44BC2CF5AD770999)):
        assert struct.unpack_from("<Q", packed(text, HEADER, tmp_path), 24)[0] == value


# -- damage --------------------------------------------------------------------------------


def test_every_flipped_byte_is_noticed(data: bytes) -> None:
    for i in range(len(data)):
        for change in (0x01, 0x80, 0xFF):
            spoiled = bytearray(data)
            spoiled[i] ^= change
            with pytest.raises(tp.PlanError):
                _core.unpack_plan(bytes(spoiled))


def test_every_truncation_is_noticed(data: bytes) -> None:
    for size in range(len(data)):
        with pytest.raises(tp.PlanError):
            _core.unpack_plan(data[:size])


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_whatever_else_happens_to_it_is_noticed(data: bytes, draw: st.DataObject) -> None:
    start = draw.draw(st.integers(0, len(data)))
    end = draw.draw(st.integers(start, len(data)))
    spoiled = data[:start] + draw.draw(st.binary(max_size=64)) + data[end:]
    if spoiled == data:
        return
    with pytest.raises(tp.PlanError):
        _core.unpack_plan(spoiled)


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_header_at_all(junk: bytes) -> None:
    """A header that only claims to be one, and files of anything else."""
    for spoiled in (junk, b"TRTPPLAN" + junk):
        if not spoiled.startswith((b"ftrt", b"ptrt")):
            with pytest.raises(tp.PlanError):
                _core.unpack_plan(spoiled)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: b"", "it is empty"),
        (lambda d: d[:30], "it is truncated"),
        (lambda d: d[:-1], "it is truncated: expected a plan of 1000 bytes, got 999"),
        (lambda d: d + b"x", "it is damaged: expected a plan of 1000 bytes, got 1001"),
        (lambda d: d[:50] + b"?" + d[51:], "its header is damaged"),
        (lambda d: d[:-1] + bytes([d[-1] ^ 1]), "the plan's checksum is wrong"),
        (lambda d: d[:8] + d[9:10] + d[8:9] + d[10:], "other byte order"),
        (lambda d: d[:10] + b"\2" + d[11:], "its header has format 2"),
        (lambda d: b"\x08\x07\x12\x07pytorch:", "it is no plan: expected it to begin with"),
    ],
)
@pytest.mark.parametrize("mapped", [True, False])
def test_messages_name_the_file_and_the_reason(
    data: bytes, change: object, message: str, mapped: bool, tmp_path: Path
) -> None:
    path = tmp_path / "model.plan"
    path.write_bytes(change(data))  # type: ignore[operator]
    with pytest.raises(tp.PlanError, match=re.escape(f"{path}: ")) as raised:
        tp.plans.open(path, mapped=mapped)
    assert message in str(raised.value)


def test_a_bare_plan_that_was_cut_off() -> None:
    """Of what is shorter than its start nothing is known."""
    for size in (28, 500, 999):
        with pytest.raises(tp.PlanError, match=f"truncated: expected 1000 bytes, got {size}"):
            _core.unpack_plan(PLAN[:size])
    _core.unpack_plan(PLAN[:27])


def test_files_that_cannot_be_read_or_written(tmp_path: Path) -> None:
    with pytest.raises(tp.Error, match=r"nothing\.plan: No such file"):
        tp.plans.open(tmp_path / "nothing.plan")
    with pytest.raises(tp.Error, match="expected a file"):
        tp.plans.open(tmp_path)
    with pytest.raises(tp.Error, match="No such file"):
        _core.write_plan(str(tmp_path / "nowhere" / "model.plan"), PLAN)
    (tmp_path / "folder").mkdir()
    with pytest.raises(tp.Error, match="folder"):
        _core.write_plan(str(tmp_path / "folder"), PLAN)
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_a_change_in_place_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "model.plan"
    _core.write_plan(str(path), PLAN, HEADER)
    file = tp.plans.open(path)
    file.check_unchanged()
    with path.open("r+b") as out:
        out.seek(PAGE + 500)
        out.write(b"changed")
    with pytest.raises(tp.PlanError, match="changed in place"):
        file.check_unchanged()


# -- replacing -----------------------------------------------------------------------------


def test_a_file_is_replaced_at_once(tmp_path: Path) -> None:
    """Whoever reads while others write sees one of the plans, whole."""
    path = tmp_path / "model.plan"
    plans = [plan_of(200_000 + i, seed=i) for i in range(4)]
    _core.write_plan(str(path), plans[0], HEADER)

    def write(i: int) -> None:
        for _ in range(20):
            _core.write_plan(str(path), plans[i], HEADER if i % 2 else None)

    def read(i: int) -> None:
        for _ in range(50):
            assert bytes(tp.plans.open(path, mapped=bool(i % 2))) in plans

    with ThreadPoolExecutor(8) as pool:
        work = [pool.submit(write, i) for i in range(4)] + [pool.submit(read, i) for i in range(4)]
        for done in work:
            done.result()
    assert [p.name for p in tmp_path.iterdir()] == ["model.plan"]


def test_an_open_plan_outlives_its_replacement(tmp_path: Path) -> None:
    path = tmp_path / "model.plan"
    _core.write_plan(str(path), PLAN, HEADER)
    file = tp.plans.open(path)
    _core.write_plan(str(path), plan_of(5000, seed=1))
    assert bytes(file) == PLAN
    view = memoryview(file)
    del file
    assert bytes(view) == PLAN


def test_files_get_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    path = tmp_path / "model.plan"
    before = os.umask(0o027)
    try:
        _core.write_plan(str(path), PLAN)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o640


# -- where it can run ----------------------------------------------------------------------


def opened(folder: Path, plan: bytes = PLAN, **fields: object) -> _core.PlanFile:
    header = _core.PlanHeader(**fields) if fields else None  # type: ignore[arg-type]
    _core.write_plan(str(folder / "model.plan"), plan, header)
    return tp.plans.open(folder / "model.plan")


HERE = ("8.6.0", "NVIDIA H200", "9.0")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"tensorrt": "8.5.3"}, "built with TensorRT 8.5.3, expected 8.6.0"),
        ({"tensorrt": "8.6.1"}, "built with TensorRT 8.6.1, expected 8.6.0"),
        ({"tensorrt": "10.0.1"}, "built with TensorRT 10.0.1, expected 8.6.0"),
        (
            {"tensorrt": "8.6.0", "compute_capability": "8.6", "gpu": "NVIDIA A10"},
            "compute capability 8.6 (NVIDIA A10), expected 9.0 (NVIDIA H200)",
        ),
    ],
)
def test_a_plan_for_elsewhere(fields: dict[str, str], message: str, tmp_path: Path) -> None:
    with pytest.raises(tp.PlanError, match=re.escape(message)):
        opened(tmp_path, **fields).check(*HERE)


def test_a_plan_for_here(tmp_path: Path) -> None:
    opened(tmp_path, tensorrt="8.6.0", compute_capability="9.0", gpu="NVIDIA H100").check(*HERE)
    compatible = {"compute_capability": "8.0", "hardware_compatibility": "ampere_plus"}
    opened(tmp_path, tensorrt="8.6.0", **compatible).check(*HERE)
    with pytest.raises(tp.PlanError, match=r"7\.5"):
        opened(tmp_path, **compatible).check("8.6.0", "Tesla T4", "7.5")
    # It may have been built to be version-compatible; TensorRT decides.
    opened(tmp_path, tensorrt="8.6.0").check("8.6.1", "", "")


def test_a_bare_plan_states_its_version(tmp_path: Path) -> None:
    foreign = PLAN[:24] + bytes((10, 3, 0, 26)) + PLAN[28:]
    assert opened(tmp_path, foreign).tensorrt == "10.3.0"
    with pytest.raises(tp.PlanError, match=re.escape("TensorRT 10.3.0, expected 8.6.0")):
        opened(tmp_path, foreign).check(*HERE)
    opened(tmp_path).check(*HERE)


def test_operators_are_found_by_their_data(tmp_path: Path) -> None:
    gelu = find("Gelu").make(approximate="tanh").pack()
    leaky = find("LReLU_TRT").make(negSlope=0.5).pack()
    plan = PLAN + gelu + b"TRTP" + gelu[:-1] + b"??" + leaky + gelu + b"TRTP"
    assert opened(tmp_path, plan).operators() == {
        "Gelu": find("Gelu").schema,
        "LReLU_TRT": find("LReLU_TRT").schema,
    }
    assert opened(tmp_path).operators() == {}


def test_missing_operators_are_named() -> None:
    known = {"Gelu": ("TRTP_Gelu", 1), "Swish": ("TRTP_Swish", 1)}
    needed = {"Gelu": 1, "Swish": 2, "Mine": 1}
    told = _core.missing_operators(needed, known, ["TRTP_Gelu", "Swish"])
    assert "Gelu" not in told
    assert "the operator Swish with data of version 2, expected up to 1" in told
    assert "the operator Mine, which is not registered: load the plugin library" in told
    assert "call trtplugins.load()" in _core.missing_operators({"Gelu": 1}, known, [])
    assert _core.missing_operators({"Gelu": 1}, known, ["Gelu"]) == ""
