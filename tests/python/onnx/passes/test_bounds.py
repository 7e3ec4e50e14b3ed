from __future__ import annotations

import numpy as np
import pytest

from support.adapted import adapted, parse
from trtplugins.onnx import Refused, adapt

LAST = 9223372036854775807


def test_the_end_of_a_slice_is_cut_to_int32() -> None:
    model = parse(
        f"""
        g (float[2, n] x) => (float[2, m] y) {{
          s = Constant <value = int64[1] {{1}}> ()
          e = Constant <value = int64[1] {{{LAST}}}> ()
          y = Slice (x, s, e, s)
        }}
        """
    )
    _, report = adapted(model, {"x": np.ones((2, 5), np.float32)})
    assert "bound 'e' brought into int32" in str(report)


def test_other_constants_are_refused() -> None:
    model = parse(
        "g (int64[n] x) => (int64[n] y) { c = Constant <value = int64 {4294967296}> () "
        "y = Add (x, c) }"
    )
    with pytest.raises(Refused, match=r"\(Add\): constant 'c' has 4294967296"):
        adapt(model)


def test_constants_that_fit_stay() -> None:
    model = parse(
        "g (int64[n] x) => (int64[n] y) { c = Constant <value = int64 {2147483647}> () "
        "y = Min (x, c) }"
    )
    made, report = adapt(model)
    assert made is model
    assert not report.changes
