"""Attributes of custom nodes: Python values on one side, typed UFF fields on the other.

TensorRT's UFF parser learns a field's type from the end of its name and gives the plugin's creator
a field without it:

=====================  =========  ===============  ============================
Python                 suffix     member of Data   field the creator gets
=====================  =========  ===============  ============================
float                  _u_float   d                kFLOAT32, length 1
int, bool              _u_int     i                kINT32, length 1
str                    _u_str     s                kCHAR, without a closing NUL
sequence with a float  _u_flist   d_list           kFLOAT32, one per element
sequence of int, bool  _u_ilist   i_list           kINT32, one per element
=====================  =========  ===============  ============================

The parser narrows to 32 bits without a check, so what does not fit is refused here. There is no
suffix for anything else.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from numbers import Integral, Real
from typing import Any, Final, Union

import numpy as np

from trtplugins.uff.errors import UffError

#: What an attribute of a custom node may be.
Attribute = Union[float, int, str, Sequence[float], Sequence[int], np.ndarray[Any, Any]]

_SUFFIXES: Final = {
    "d": "_u_float",
    "i": "_u_int",
    "s": "_u_str",
    "d_list": "_u_flist",
    "i_list": "_u_ilist",
}
_INT32: Final = np.iinfo(np.int32)
_FLOAT32_MAX: Final = float(np.finfo(np.float32).max)


def _integer(value: int, what: str) -> int:
    if not _INT32.min <= value <= _INT32.max:
        raise UffError(f"{what}: {value} does not fit the 32 bits a plugin gets")
    return value


def _real(number: float, what: str) -> float:
    if math.isfinite(number) and abs(number) > _FLOAT32_MAX:
        raise UffError(f"{what}: {number} does not fit the float32 a plugin gets")
    return number


def _text(value: str, what: str) -> str:
    if "\0" in value:
        raise UffError(f"{what}: a string must not contain NUL characters, got {value!r}")
    return value


def _numbers(values: list[Any], what: str) -> tuple[str, Any]:
    if not values:
        raise UffError(
            f"{what}: an empty list has no element type in a UFF file; leave the attribute out"
        )
    if all(isinstance(value, (Integral, np.bool_)) for value in values):
        return "i_list", [_integer(int(value), what) for value in values]
    if all(isinstance(value, (Real, np.bool_)) for value in values):
        return "d_list", [_real(float(value), what) for value in values]
    kinds = ", ".join(sorted({type(value).__name__ for value in values}))
    raise UffError(f"{what}: a list holds numbers only, got {kinds}")


def encode(node: str, name: str, value: Attribute) -> tuple[str, str, Any]:
    """UFF field, member of Data and value of one attribute; `node` says in errors whose it is."""
    what = f"{node}, attribute '{name}'"
    if any(name.endswith(suffix) for suffix in _SUFFIXES.values()):
        raise UffError(f"{what}: give the plain name; the type suffix is added here")
    member: str
    data: Any
    if isinstance(value, str):
        member, data = "s", _text(value, what)
    elif isinstance(value, (Integral, np.bool_)):
        member, data = "i", _integer(int(value), what)
    elif isinstance(value, Real):
        member, data = "d", _real(float(value), what)
    elif isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim == 1):
        member, data = _numbers(list(value), what)
    else:
        raise UffError(
            f"{what}: expected a number, a string or a flat list of numbers, "
            f"got {type(value).__name__}"
        )
    return name + _SUFFIXES[member], member, data


def decode(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes by plain names from UFF fields; a field without a type suffix keeps its name."""
    attributes = {}
    for field, value in fields.items():
        suffix = next((suffix for suffix in _SUFFIXES.values() if field.endswith(suffix)), "")
        attributes[field[: len(field) - len(suffix)]] = value
    return attributes
