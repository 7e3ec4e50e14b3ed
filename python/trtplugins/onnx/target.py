"""What TensorRT's ONNX parser takes: the facts that `adapt` goes by."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

import onnx

from trtplugins import _core

# The newest opset that the parser of TensorRT 8.6 was made for.
OPSET = 17
IR_VERSION = 8

# The domain of nodes that are plugins; TensorRT's parser finds those by name alone.
PLUGINS = "trtplugins"

# Of a plugin's output; other tensors have up to 8.
MOST_DIMENSIONS = 7


# What TensorRT 8.5 does not import yet.
_SINCE_8_6 = frozenset({"GroupNormalization", "IsInf", "LayerNormalization"})


@cache
def importers() -> frozenset[str]:
    """The names of operators that TensorRT's parser imports by itself, in any domain.

    Of TensorRT 8.5 if that is the one in this process, else of 8.6.
    """
    text = resources.files(__package__).joinpath("importers-8.6.json").read_text("utf-8")
    names = frozenset(json.loads(text))
    return names - _SINCE_8_6 if release() == "8.5" else names


def release() -> str:
    """Of the TensorRT that models are adapted for: "8.5" or "8.6"."""
    return "8.5" if _version().startswith("8.5") else "8.6"


def _version() -> str:
    try:
        return str(_core.tensorrt()["version"])
    except _core.Error:  # there is none: models are adapted elsewhere than where they run
        return ""


@cache
def imports(op: str) -> bool:
    """Whether TensorRT imports the ONNX operator, in the form of the opset that it reads."""
    return op in importers() and onnx.defs.has(op, OPSET)
