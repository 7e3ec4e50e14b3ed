"""The tensors of a work, several times over, so that no execution finds its inputs in the cache."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trtplugins._core import Error
from trtplugins.bench.case import Work, sets_to_rotate
from trtplugins.bench.device import Array, Device
from trtplugins.single_node import Tensor


@dataclass(frozen=True)
class Sets:
    """`inputs[i % len]` and `outputs[i % len]` are what execution i reads and writes, by name."""

    inputs: list[dict[str, Array]]
    outputs: list[dict[str, Array]]

    def __len__(self) -> int:
        return len(self.inputs)


def allocate(work: Work, device: Device, seed: int) -> Sets:
    """Device memory for `work`, its inputs filled with the case's or seeded random values."""
    budget = int(0.8 * device.free_bytes())
    if work.bytes_to_move > budget:
        raise Error(f"{work.label}: needs {work.bytes_to_move} bytes, {budget} can be had")
    count = sets_to_rotate(work.bytes_to_move, device.cache_bytes, budget)
    generator = np.random.default_rng(seed)
    given = work.case.values
    first = {t.name: _filled(t, device, generator, given.get(t.name)) for t in work.inputs}
    inputs = [first]
    for _ in range(count - 1):
        inputs.append({tensor.name: _empty(tensor, device) for tensor in work.inputs})
        for name, array in inputs[-1].items():
            device.copy(array, first[name])
    outputs = [{t.name: _empty(t, device) for t in work.outputs} for _ in range(count)]
    device.synchronize()
    return Sets(inputs, outputs)


def _empty(tensor: Tensor, device: Device) -> Array:
    return device.array([int(d) for d in tensor.shape], tensor.dtype)


def _filled(
    tensor: Tensor, device: Device, generator: np.random.Generator, values: npt.ArrayLike | None
) -> Array:
    array = _empty(tensor, device)
    if values is not None:
        device.upload(array, np.broadcast_to(np.asarray(values, tensor.dtype), array.shape))
        return array
    # A megasample repeated: the values do not matter to the time, drawing gigabytes of them would.
    sample = generator.standard_normal(1 << 20).astype(tensor.dtype)
    device.upload(array, np.resize(sample, array.shape))
    return array
