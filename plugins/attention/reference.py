"""What Attention computes, for the CPU backend."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
from onnx.reference.ops.op_attention import Attention as Newest

Array = np.ndarray[Any, Any]


class Attention(Newest):
    """ONNX's, where its evaluator departs from its text and function body.

    There `qk_matmul_output_mode` 0 and 1 are the scores before and after `softcap`, and Y has the
    type of Q, whatever that of V is. The evaluator caps both, and promotes. Numbers of heads may
    be given for inputs of rank 4, as opsets before 25 have it.
    """

    _validate_attention25 = False

    def _run(self, Q: Array, *inputs: Optional[Array], **attributes: Any) -> tuple[Array, ...]:
        outputs = super()._run(Q, *inputs, **attributes)
        y, present_key, present_value, scores = outputs
        if attributes.get("qk_matmul_output_mode", 0) == 0 and attributes.get("softcap"):
            *_, scores = super()._run(Q, *inputs, **{**attributes, "softcap": 0.0})
        return y.astype(Q.dtype), present_key, present_value, scores
