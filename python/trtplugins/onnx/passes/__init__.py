"""The passes, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable

import onnx_ir as ir

from trtplugins.onnx.context import Context
from trtplugins.onnx.passes import (
    apply_rules,
    bounds,
    fold,
    foreign,
    freeze,
    inline,
    lower,
    names,
    omitted,
    outputs,
    types,
    upgrade,
    verdict,
)

Pass = Callable[[ir.Model, Context], None]

# Once, before all others.
FIRST: tuple[Pass, ...] = (inline.run, freeze.run)

# Until nothing changes any more: each may make work for the others. Thus a model that was adapted
# is one that they leave as it is.
REPEATED: tuple[Pass, ...] = (
    foreign.run,
    names.run,
    upgrade.run,
    fold.run,
    apply_rules.run,
    types.run,
    bounds.run,
    omitted.run,
    outputs.run,
)

# When nothing changes any more. If these do, everything starts again.
LAST: tuple[Pass, ...] = (verdict.run, lower.run)
