"""Shape, Range and EyeLike."""

from __future__ import annotations

import numpy as np
import pytest

from support import adapting


def test_parts_of_a_shape(rng: np.random.Generator) -> None:
    for _ in range(20):
        rank = int(rng.integers(1, 5))
        inputs = {"x": np.zeros(rng.integers(1, 5, rank), np.float32)}
        start, end = (int(i) for i in rng.integers(-rank - 2, rank + 3, 2))
        made = adapting.model("Shape", inputs, dynamic=["x"], start=start, end=end)
        # onnx.reference takes an end in front of the first dimension for one from the back.
        adapting.same(made, inputs, expected=[np.array(inputs["x"].shape, np.int64)[start:end]])


@pytest.mark.parametrize("dynamic", [False, True])
@pytest.mark.parametrize("k", [-2, 0, 1])
def test_eye(dynamic: bool, k: int) -> None:
    inputs = {"x": np.zeros((3, 4), np.float32)}
    made = adapting.model("EyeLike", inputs, dynamic=["x"] if dynamic else [], k=k, dtype=6)
    adapting.same(made, inputs)


def test_a_range_of_unknown_floats_is_refused() -> None:
    inputs = {name: np.float32(1) for name in ("start", "limit", "delta")}
    arrays = {name: np.asarray(value) for name, value in inputs.items()}
    assert "have to be known" in adapting.refusal(adapting.model("Range", arrays))
