"""Operators that `adapt` serves without a plugin, against the speed of memory.

    python benchmarks/functions.py [--samples 30] [--output FOLDER]

What a plugin could do in one pass over 256 MiB of float32, or half as much of float16, TensorRT's
own layers do here; FlexAttention with a soft cap stands beside Attention, which has one. Without a
GPU it says what is left of the models.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper

from trtplugins import system
from trtplugins.bench.device import Array, Device
from trtplugins.bench.engine import engine_call
from trtplugins.bench.harness import copy_bandwidth
from trtplugins.bench.report import circumstances, save
from trtplugins.bench.sets import Sets
from trtplugins.bench.timing import measure
from trtplugins.onnx import adapt

DOMAINS = {"": 25, "ai.onnx.preview": 1}
FLOATS = {"float32": TensorProto.FLOAT, "float16": TensorProto.FLOAT16}
IMAGES = {"x": (64, 1024, 1024)}
HEADS = dict.fromkeys("QKV", (8, 16, 2048, 64))


def soft_cap() -> onnx.GraphProto:
    """2 * tanh(scores / 2)."""
    nodes = [
        helper.make_node("Div", ["s", "two"], ["scaled"]),
        helper.make_node("Tanh", ["scaled"], ["bounded"]),
        helper.make_node("Mul", ["bounded", "two"], ["o"]),
    ]
    scores = [helper.make_tensor_value_info(n, TensorProto.FLOAT, [None] * 4) for n in "so"]
    two = helper.make_tensor("two", TensorProto.FLOAT, [], [2.0])
    return helper.make_graph(nodes, "soft_cap", scores[:1], scores[1:], [two])


def model(
    op: str,
    inputs: Mapping[str, tuple[int, ...]],
    dtype: str,
    *,
    domain: str = "",
    constants: dict[str, Any] | None = None,
    **attributes: Any,
) -> onnx.ModelProto:
    """One node, adapted."""
    given = constants or {}
    node = helper.make_node(op, [*inputs, *given], ["y"], domain=domain, **attributes)
    graph = helper.make_graph(
        [node],
        op,
        [helper.make_tensor_value_info(n, FLOATS[dtype], shape) for n, shape in inputs.items()],
        [helper.make_empty_tensor_value_info("y")],
        [onnx.numpy_helper.from_array(np.asarray(value), n) for n, value in given.items()],
    )
    imports = [helper.make_opsetid(name, version) for name, version in DOMAINS.items()]
    made = helper.make_model(graph, opset_imports=imports)
    inferred = onnx.shape_inference.infer_shapes(made, strict_mode=True).graph.output
    for output, known in zip(made.graph.output, inferred):
        output.CopyFrom(known)
    return adapt(made)[0]


def models(dtype: str) -> Iterator[tuple[str, onnx.ModelProto]]:
    """What is measured, by what to call it."""
    yield (
        "CenterCropPad, cropped",
        model(
            "CenterCropPad", IMAGES, dtype, constants={"shape": np.array([896] * 2)}, axes=[1, 2]
        ),
    )
    yield "Attention(softcap=2)", model("Attention", HEADS, dtype, softcap=2.0)
    yield (
        "FlexAttention, the same",
        model("FlexAttention", HEADS, dtype, domain="ai.onnx.preview", score_mod=soft_cap()),
    )


def operators(adapted: onnx.ModelProto) -> list[str]:
    """Of its nodes that are no constants."""
    return [node.op_type for node in adapted.graph.node if node.op_type != "Constant"]


def tensors(values: Any, device: Device) -> dict[str, Array]:
    """Device memory for inputs or outputs of an adapted model."""
    made = {}
    for value in values:
        dtype = np.dtype(helper.tensor_dtype_to_np_dtype(value.type.tensor_type.elem_type))
        shape = [dim.dim_value for dim in value.type.tensor_type.shape.dim]
        made[value.name] = device.array(shape, "int32" if dtype == np.int64 else dtype.name)
    return made


def fill(array: Array) -> np.ndarray[Any, Any]:
    """A megasample repeated: drawing all of it would take longer than everything else."""
    sample = np.random.default_rng(0).standard_normal(1 << 20).astype(array.dtype)
    return np.resize(sample, array.shape)


def measured(what: str, adapted: onnx.ModelProto, device: Device, samples: int) -> dict[str, Any]:
    """Times of an engine of the model, beside those of a copy."""
    bandwidth = copy_bandwidth(device, samples)
    pairs = [
        (tensors(adapted.graph.input, device), tensors(adapted.graph.output, device))
        for _ in range(2)
    ]
    for inputs, _ in pairs:
        for array in inputs.values():
            device.upload(array, fill(array))
    sets = Sets([inputs for inputs, _ in pairs], [outputs for _, outputs in pairs])
    call = engine_call(adapted, sets, device)
    timing = measure(call, device, rotation=2, samples=samples)
    device.free_all()
    moved = sum(array.nbytes for part in pairs[0] for array in part.values())
    return {
        "what": what,
        "nodes": operators(adapted),
        "shapes": {name: list(array.shape) for part in pairs[0] for name, array in part.items()},
        "bytes_to_move": moved,
        "copy_gb_per_s": round(bandwidth, 1),
        **dataclasses.asdict(timing),
        "of_copy": round(timing.bandwidth(moved) / bandwidth, 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=int, default=30)
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "results")
    arguments = parser.parse_args()
    everything = {dtype: list(models(dtype)) for dtype in FLOATS}
    gpus = system.gpus()
    if not gpus:
        for what, adapted in everything["float32"]:
            print(f"{what}: {', '.join(operators(adapted))}")
        parser.exit(1, "no GPU here\n")

    print("what, type: ms, of copy, operators of TensorRT")
    results = []
    with Device() as device:
        for dtype, named in everything.items():
            for what, adapted in named:
                result = {"dtype": dtype, **measured(what, adapted, device, arguments.samples)}
                results.append(result)
                numbers = f"{result['median_ms']:.4f}, {result['of_copy']:.3f}"
                print(f"{what}, {dtype}: {numbers}, {' '.join(result['nodes'])}", flush=True)
    content = {**circumstances(gpus[0]), "results": results}
    print(f"written to {save(content, arguments.output, 'functions')}")


if __name__ == "__main__":
    main()
