"""The data that a plan keeps of a plugin. The layout is written down in csrc/op/blob.h."""

from __future__ import annotations

import struct
import zlib

import pytest

from support.plugins import OPERATORS, make
from trtplugins import _core

HEADER = struct.Struct("=4sHHII")


def sealed(body: bytes, order: int = 0x0102, version: int = 1) -> bytes:
    """A blob with this body, made without the library; zlib's CRC-32 is an independent one."""
    length = HEADER.size + len(body)
    head = HEADER.pack(b"TRTP", order, version, length, 0)
    return head[:12] + struct.pack("=I", zlib.crc32(head[:12] + body)) + body


def body(name: str, schema: int, fields: list[bytes], present: int = 1, outputs: int = 1) -> bytes:
    encoded = name.encode()
    head = (
        struct.pack("=H", len(encoded))
        + encoded
        + struct.pack("=IIIH", schema, present, outputs, len(fields))
    )
    return head + b"".join(fields)


def float_field(name: str, value: float) -> bytes:
    return struct.pack("=H", len(name)) + name.encode() + struct.pack("=BIf", 2, 1, value)


@pytest.fixture
def lrelu() -> _core.Operator:
    return next(op for op in OPERATORS if op.name == "LReLU_TRT")


def test_layout(lrelu: _core.Operator) -> None:
    expected = sealed(body("LReLU_TRT", 1, [float_field("negSlope", 0.25)]))
    assert lrelu.make(negSlope=0.25).pack() == expected
    assert lrelu.unpack(expected).attributes == {"negSlope": 0.25}


@pytest.mark.parametrize("op", OPERATORS, ids=lambda op: op.name)
def test_every_prefix_and_every_changed_byte_is_refused(op: _core.Operator) -> None:
    blob = make(op).pack()
    assert op.unpack(blob).attributes == make(op).attributes
    for size in range(len(blob)):
        with pytest.raises(_core.Error):
            op.unpack(blob[:size])
    for i in range(len(blob)):
        for change in (1, 0x80, 0xFF):
            with pytest.raises(_core.Error):
                op.unpack(blob[:i] + bytes([blob[i] ^ change]) + blob[i + 1 :])
    with pytest.raises(_core.Error, match="bytes"):
        op.unpack(blob + b"\0")


def test_an_attribute_added_later_keeps_its_default(lrelu: _core.Operator) -> None:
    assert lrelu.unpack(sealed(body("LReLU_TRT", 1, []))).attributes == lrelu.make().attributes


def test_another_byte_order_is_named(lrelu: _core.Operator) -> None:
    with pytest.raises(_core.Error, match="byte order"):
        lrelu.unpack(sealed(b"", order=0x0201))


def test_a_newer_format_is_refused_politely(lrelu: _core.Operator) -> None:
    with pytest.raises(_core.Error, match="format 2, this trtplugins reads up to 1"):
        lrelu.unpack(sealed(b"whatever a later format holds", version=2))


def test_another_operators_data_is_refused() -> None:
    first, second = OPERATORS[:2]
    with pytest.raises(_core.Error, match=f"{first.name}: .*{second.name}"):
        first.unpack(make(second).pack())


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        body("LReLU_TRT", 1, [])[:-1],
        body("LReLU_TRT", 1, [float_field("negSlope", 1.0)[:-1]]),
        body("LReLU_TRT", 1, [float_field("nonsense", 1.0)]),
        body("LReLU_TRT", 1, [float_field("negSlope", float("nan"))]),
        body("LReLU_TRT", 1, [struct.pack("=H", 8) + b"negSlope" + struct.pack("=BI", 99, 1)]),
        body("LReLU_TRT", 1, [struct.pack("=H", 8) + b"negSlope" + struct.pack("=BI", 2, 2**31)]),
    ],
)
def test_sound_checksum_around_nonsense(lrelu: _core.Operator, broken: bytes) -> None:
    with pytest.raises(_core.Error):
        lrelu.unpack(sealed(broken))
