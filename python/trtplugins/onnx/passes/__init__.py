"""The passes, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable

import onnx_ir as ir

from trtplugins.onnx.context import Context
from trtplugins.onnx.passes import apply_rules

Pass = Callable[[ir.Model, Context], None]

PASSES: tuple[Pass, ...] = (apply_rules.run,)
