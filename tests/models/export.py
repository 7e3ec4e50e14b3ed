#!/usr/bin/env python3
"""Export the architectures of this folder with PyTorch, as small ONNX files to test with.

    python tests/models/export.py [NAME ...]

Weights are random and seeded. Beside each model are inputs and what PyTorch made of them: for
models with dynamic dimensions, of two sizes. What is over LARGEST is made, and not kept.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch

FOLDER = Path(__file__).resolve().parent
GRAPHS = FOLDER / "graphs"
LARGEST = 300_000  # bytes

sys.path.insert(0, str(FOLDER))


def names() -> list[str]:
    return sorted(file.stem for file in (FOLDER / "architectures").glob("[a-z]*.py"))


def export(name: str) -> Path:
    """Write `<name>.onnx` and `<name>.npz` to the folder of graphs."""
    made: Any = importlib.import_module(f"architectures.{name}")
    torch.manual_seed(0)
    module = made.model().eval()
    settle(module)
    turns = [made.feeds(turn) for turn in range(2 if made.DYNAMIC else 1)]
    first = turns[0]
    shapes = {key: {**made.DYNAMIC.get(key, {})} for key in first}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the exporter's own making
        program = torch.onnx.export(
            module,
            tuple(first.values()),
            dynamo=True,
            opset_version=made.OPSET,
            input_names=list(first),
            dynamic_shapes=dynamic(shapes) if made.DYNAMIC else None,
            verbose=False,
        )
    path = GRAPHS / f"{name}.onnx"
    onnx.save(bare(program.model_proto), path)

    arrays = {}
    outputs = [value.name for value in program.model_proto.graph.output]
    for i, feeds in enumerate(turns):
        with torch.no_grad():
            results = module(*feeds.values())
        results = (results,) if isinstance(results, torch.Tensor) else results
        arrays.update({f"{i} in {key}": value.numpy() for key, value in feeds.items()})
        arrays.update({f"{i} out {key}": value.numpy() for key, value in zip(outputs, results)})
    np.savez_compressed(path.with_suffix(".npz"), **arrays)
    return path


def settle(module: torch.nn.Module) -> None:
    """Give batch normalisation statistics that matter."""
    for layer in module.modules():
        if isinstance(layer, torch.nn.modules.batchnorm._BatchNorm):
            layer.running_mean.normal_(0, 0.5)
            layer.running_var.uniform_(0.5, 1.5)


def dynamic(shapes: dict[str, dict[int, str]]) -> tuple[dict[int, Any], ...]:
    """In the exporter's form: equal names are one dimension."""
    return tuple(dict.fromkeys(axes, torch.export.Dim.DYNAMIC) for axes in shapes.values())


def bare(model: onnx.ModelProto) -> onnx.ModelProto:
    """Without what the exporter writes for debugging, which has paths of this machine."""
    del model.metadata_props[:]
    for graph in graphs(model.graph):
        del graph.metadata_props[:]
        graph.doc_string = ""
        for each in (*graph.node, *graph.initializer, *graph.value_info, *graph.input):
            each.doc_string = ""
            del each.metadata_props[:]
        for each in graph.output:
            del each.metadata_props[:]
    for function in model.functions:
        del function.metadata_props[:]
        for node in function.node:
            node.doc_string = ""
            del node.metadata_props[:]
    return model


def graphs(graph: onnx.GraphProto) -> list[onnx.GraphProto]:
    """The graph and all within it."""
    found = [graph]
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                found += graphs(attribute.g)
    return found


if __name__ == "__main__":
    GRAPHS.mkdir(exist_ok=True)
    for each in sys.argv[1:] or names():
        file = export(each)
        print(f"{file.name}: {file.stat().st_size} bytes")
        if file.stat().st_size > LARGEST:
            print(f"  over {LARGEST} bytes: not to be kept")
