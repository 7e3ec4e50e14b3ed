"""What TensorRT's ONNX parser takes: the facts that `adapt` goes by."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

# The newest opset that the parser of TensorRT 8.6 was made for.
OPSET = 17
IR_VERSION = 8
# The domain of nodes that are plugins; the parser finds those by name alone.
PLUGINS = "trtplugins"


@cache
def importers() -> frozenset[str]:
    """The operators that the parser of TensorRT 8.6 imports by itself."""
    text = resources.files(__package__).joinpath("importers-8.6.json").read_text("utf-8")
    return frozenset(json.loads(text))
