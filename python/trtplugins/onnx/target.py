"""What TensorRT's ONNX parser takes: the facts that `adapt` goes by."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

import onnx

# The newest opset that the parser of TensorRT 8.6 was made for.
OPSET = 17
IR_VERSION = 8

# The domain of nodes that are plugins; TensorRT's parser finds those by name alone.
PLUGINS = "trtplugins"


@cache
def importers() -> frozenset[str]:
    """The names of operators that the parser of TensorRT 8.6 imports by itself, in any domain."""
    text = resources.files(__package__).joinpath("importers-8.6.json").read_text("utf-8")
    return frozenset(json.loads(text))


@cache
def imports(op: str) -> bool:
    """Whether TensorRT imports the ONNX operator, in the form of the opset that it reads."""
    return op in importers() and onnx.defs.has(op, OPSET)
