"""A model of one node as something to time: an engine whose tensors stay on the device."""

from __future__ import annotations

import onnx

from trtplugins.bench.device import Device
from trtplugins.bench.sets import Sets
from trtplugins.bench.timing import Call
from trtplugins.build import build


def engine_call(model: onnx.ModelProto, sets: Sets, device: Device) -> Call:
    """Build an engine of `model`; each call enqueues it on the next of `sets`.

    Raises:
        Error: TensorRT does not take the model.
    """
    # No tactic of cuBLAS or cuDNN has a part in a plugin's time, and they need not be installed.
    engine = build(model, precision="fp16", tactic_sources=0, adapt=False)
    context = engine.context()
    bound = list(zip(sets.inputs, sets.outputs))

    def call(i: int) -> None:
        inputs, outputs = bound[i % len(bound)]
        context(**inputs, out=outputs, stream=device.stream)

    return call
