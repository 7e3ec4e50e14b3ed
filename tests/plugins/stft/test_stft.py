"""STFT: shapes, errors, and the reference where ONNX's has no frames."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from trtplugins import _core, reference
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model

STFT = find("STFT")


@pytest.mark.parametrize(
    ("attributes", "signal", "window", "expected"),
    [
        ({"frame_step": 10}, [2, 100, 1], [16], [2, 9, 9, 2]),
        ({"frame_step": 10, "onesided": 0}, [2, 100, 2], [16], [2, 9, 16, 2]),
        ({"frame_step": 1, "frame_length": 100}, [2, 100, 1], None, [2, 1, 51, 2]),
        ({"frame_step": 7}, [2, 100, 1], None, [2, 1, 51, 2]),
        ({"frame_step": 7, "frame_length": 15}, [2, 14, 1], [15], [2, 0, 8, 2]),
        ({"frame_step": 7, "frame_length": 15}, [2, 3, 1], [15], [2, 0, 8, 2]),
    ],
)
def test_shapes(
    attributes: dict[str, int], signal: list[int], window: list[int] | None, expected: list[int]
) -> None:
    assert STFT.make(**attributes).shapes([signal, window]) == [expected]


@pytest.mark.parametrize(
    ("signal", "window", "message"),
    [
        ([2, 100], None, "input 'signal': expected 3 dimensions, [batch, length, 1 or 2], got 2"),
        ([2, 100, 3], None, "input 'signal': expected 1 or 2 as the last dimension, got 3"),
        ([2, 100, 1], [3, 1], "input 'window': expected 1 dimension, got 2"),
    ],
)
def test_what_does_not_fit_is_named(
    signal: list[int], window: list[int] | None, message: str
) -> None:
    with pytest.raises(_core.Error, match="^STFT: " + re.escape(message)):
        STFT.make(frame_step=1).shapes([signal, window])


def test_step_is_required() -> None:
    with pytest.raises(_core.Error, match="STFT: attribute 'frame_step' is required"):
        STFT.make()


def test_reference(rng: np.random.Generator) -> None:
    """Ours is numpy's transform of each frame; and of a signal that is too short, of none."""
    attributes: dict[str, Any] = {"frame_step": 3, "frame_length": 8, "onesided": 1}
    for length in (30, 7):
        x = rng.standard_normal((2, length, 1)).astype(np.float32)
        window = rng.standard_normal(8).astype(np.float32)
        inputs = [Tensor("signal", "float32", x.shape), Tensor("window", "float32", (8,))]
        outputs = [Tensor("output", "float32", ("a", "b", "c", "d"))]
        model = operator_model(STFT, inputs, outputs, attributes)
        (y,) = reference.run(model, {"signal": x, "window": window}).values()
        frames = [x[:, i : i + 8, 0] * window for i in range(0, length - 7, 3)]
        bins = np.fft.rfft(np.reshape(frames, (len(frames), 2, 8)), axis=-1).transpose(1, 0, 2)
        np.testing.assert_allclose(y[..., 0] + 1j * y[..., 1], bins, atol=1e-5)
