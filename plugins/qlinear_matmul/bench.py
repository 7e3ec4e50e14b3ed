"""QLinearMatMul at widths of language models."""

from __future__ import annotations

from trtplugins.bench import Case

ONE = (1,)

CASES = [
    Case(
        "QLinearMatMul",
        {
            "a": (rows, 8192),
            "a_scale": ONE,
            "a_zero_point": ONE,
            "b": (8192, 4096),
            "b_scale": (4096,),
            "b_zero_point": (4096,),
            "y_scale": ONE,
            "y_zero_point": ONE,
        },
    )
    for rows in (16, 4096)
]
