"""Dropout."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting


def dropout(x: Any, ratio: Any, training: Any, **options: Any) -> Any:
    inputs = {
        "x": x,
        "ratio": None if ratio is None else np.asarray(ratio, x.dtype),
        "training": None if training is None else np.asarray(training),
    }
    constants = ["ratio", "training"]
    return adapting.model("Dropout", inputs, constants=constants, outputs=2, **options), inputs


@pytest.mark.parametrize("training", [None, False])
@pytest.mark.parametrize("dynamic", [[], ["x"]])
def test_inference(training: Any, dynamic: Any, rng: np.random.Generator) -> None:
    x = rng.standard_normal((3, 4)).astype(np.float32)
    x[0, 0] = np.nan
    made, inputs = dropout(x, 0.3, training, dynamic=dynamic)
    adapting.same(made, inputs)


def test_a_ratio_of_nothing(rng: np.random.Generator) -> None:
    made, inputs = dropout(rng.standard_normal((3, 4)).astype(np.float32), 0.0, True)
    adapting.same(made, inputs)


@pytest.mark.parametrize("ratio", [None, 0.25])
def test_training(ratio: Any) -> None:
    """The share that is left, and what becomes of it. Wrong by chance once in 10^9 runs."""
    x = np.full((200, 200), 3, np.float32)
    made, _ = dropout(x, ratio, True)
    result, mask = adapting.run(*adapting.adapt(made), {"x": x})
    kept = 1 - (0.5 if ratio is None else ratio)
    np.testing.assert_allclose(result, np.where(mask, 3 / kept, 0), rtol=1e-6)
    assert abs(mask.mean() - kept) < 6 * np.sqrt(kept * (1 - kept) / x.size)


def test_an_unknown_mode_is_refused() -> None:
    inputs = {"x": np.zeros(3, np.float32), "r": np.asarray(0.5, np.float32), "t": np.asarray(True)}
    assert "'training_mode'" in adapting.refusal(adapting.model("Dropout", inputs))
