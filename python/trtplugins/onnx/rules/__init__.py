"""What TensorRT gets wrong, crashes on or refuses, operator by operator, and what is done about it.

A file per family of operators has its `RULES`; all are found here, so a new operator adds its file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from functools import cache

from trtplugins.onnx.rules.rule import Rule


@cache
def rules() -> dict[str, list[Rule]]:
    """Every rule by operator, in the order in which they are tried."""
    found: dict[str, list[Rule]] = defaultdict(list)
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        for rule in getattr(importlib.import_module(f"{__name__}.{module.name}"), "RULES", ()):
            found[rule.op].append(rule)
    return dict(found)
