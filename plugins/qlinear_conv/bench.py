"""QLinearConv as in the middle of ResNet-50."""

from __future__ import annotations

from trtplugins.bench import Case

CASES = [
    Case(
        "QLinearConv",
        {
            "x": (256, 128, 28, 28),
            "x_scale": (1,),
            "x_zero_point": (1,),
            "w": (128, 128, 3, 3),
            "w_scale": (128,),
            "w_zero_point": (128,),
            "y_scale": (1,),
            "y_zero_point": (1,),
            "B": (128,),
        },
        {"pads": [1, 1, 1, 1]},
    )
]
