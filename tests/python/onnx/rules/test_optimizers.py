"""Steps of optimizers, on tensors of several shapes at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting

TRAINING = "ai.onnx.preview.training"
KEPT = {"Adagrad": 1, "Adam": 2, "Momentum": 1}


@pytest.mark.parametrize("op", KEPT)
@pytest.mark.parametrize("time", [0, 3])
@pytest.mark.parametrize("mode", ["standard", "nesterov"])
def test_steps(op: str, time: int, mode: str, rng: np.random.Generator) -> None:
    shapes = [(2, 3), (4,)]
    inputs: dict[str, Any] = {"R": np.asarray(0.1, np.float32), "T": np.asarray(time)}
    for group in range(2 + KEPT[op]):
        for i, shape in enumerate(shapes):
            inputs[f"x{group}{i}"] = rng.uniform(0.1, 2, shape).astype(np.float32)
    attributes: dict[str, Any] = {"norm_coefficient": 0.01}
    if op == "Momentum":
        attributes.update(alpha=0.9, beta=0.7, mode=mode)
    outputs = 2 * (1 + KEPT[op])
    made = adapting.model(op, inputs, outputs=outputs, domain=TRAINING, **attributes)
    for output, (_, array) in zip(made.graph.output, _like(inputs, outputs)):
        output.CopyFrom(adapting.onnx.helper.make_tensor_value_info(output.name, 1, array.shape))
    adapting.same(made, inputs, rtol=1e-4)


def _like(inputs: dict[str, Any], outputs: int) -> list[tuple[str, Any]]:
    """Outputs are of the shapes of the tensors: those first, then what is kept."""
    return list(inputs.items())[2 : 2 + outputs]
