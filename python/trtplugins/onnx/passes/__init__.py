"""The passes, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable

import onnx_ir as ir

from trtplugins.onnx.context import Context
from trtplugins.onnx.passes import (
    apply_rules,
    fold,
    freeze,
    functions,
    inline,
    lower,
    names,
    omitted,
    outputs,
    raise_opset,
    types,
)

Pass = Callable[[ir.Model, Context], None]

PASSES: tuple[Pass, ...] = (
    inline.run,
    freeze.run,
    names.run,
    raise_opset.run,
    fold.run,
    functions.run,
    fold.run,
    apply_rules.early,
    types.run,
    apply_rules.run,
    omitted.run,
    outputs.run,
    names.run,
    lower.run,
)
