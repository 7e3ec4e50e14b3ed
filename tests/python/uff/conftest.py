"""A protobuf wire decoder that shares nothing with the package: it knows tags and lengths only."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, Union

import pytest

Wire = dict[int, list[Union[int, float, bytes]]]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not byte & 0x80:
            return value, at


def _decode(data: bytes) -> Wire:
    """Values of a message by field number; a double as float, strings and messages as bytes."""
    fields: Wire = {}
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        value: Any
        if tag & 7 == 0:
            value, at = _varint(data, at)
        elif tag & 7 == 1:
            (value,) = struct.unpack_from("<d", data, at)
            at += 8
        else:
            assert tag & 7 == 2, f"wire type {tag & 7} at {at}"
            size, at = _varint(data, at)
            value, at = data[at : at + size], at + size
            assert len(value) == size
        fields.setdefault(tag >> 3, []).append(value)
    return fields


@pytest.fixture(scope="session")
def decode() -> Callable[[bytes], Wire]:
    """Decoder of one protobuf message into its values by field number."""
    return _decode


@pytest.fixture(scope="session")
def decode_map() -> Callable[[list[Any]], dict[str, Wire]]:
    """Decoder of the entries of a map of string to message."""

    def entries(raw: list[Any]) -> dict[str, Wire]:
        pairs = (_decode(entry) for entry in raw)
        return {pair[1][0].decode(): _decode(pair[2][0]) for pair in pairs}  # type: ignore[union-attr]

    return entries
