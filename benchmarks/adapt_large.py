"""What adapt() takes for a model whose weights do not fit into one file: time and memory.

    python benchmarks/adapt_large.py [--gib 2.2] [--folder DIR]

Makes the model in a folder of its own and removes it afterwards.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

_WIDTH = 4096


def make(path: Path, gib: float) -> None:
    """Blocks of LayerNormalization, MatMul and Gelu, of opset 20; weights in a file beside it."""
    blocks = max(1, round(gib * 2**30 / (4 * _WIDTH * _WIDTH)))
    nodes, constants = [], []
    data = path.with_name(path.name + ".data")
    rng = np.random.default_rng(0)
    x = "x"
    with data.open("wb") as file:
        for i in range(blocks):
            for name, shape in ((f"s{i}", (_WIDTH,)), (f"w{i}", (_WIDTH, _WIDTH))):
                tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape)
                tensor.data_location = TensorProto.EXTERNAL
                array = rng.standard_normal(shape, np.float32)
                for key, value in (
                    ("location", data.name),
                    ("offset", file.tell()),
                    ("length", array.nbytes),
                ):
                    tensor.external_data.add(key=key, value=str(value))
                file.write(array.tobytes())
                constants.append(tensor)
            nodes += [
                helper.make_node("LayerNormalization", [x, f"s{i}"], [f"n{i}"]),
                helper.make_node("MatMul", [f"n{i}", f"w{i}"], [f"m{i}"]),
                helper.make_node("Gelu", [f"m{i}"], [f"g{i}"], approximate="tanh"),
                helper.make_node("ReduceMax", [f"g{i}", "axes"], [f"r{i}"], keepdims=1),
                helper.make_node("Add", [f"g{i}", f"r{i}"], [f"y{i}"]),
            ]
            x = f"y{i}"
    constants.append(onnx.numpy_helper.from_array(np.array([-1]), "axes"))
    graph = helper.make_graph(
        nodes,
        "large",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", _WIDTH])],
        [helper.make_tensor_value_info(x, TensorProto.FLOAT, ["n", _WIDTH])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    path.write_bytes(model.SerializeToString())


def measure(path: Path) -> None:
    """Adapt and save the model in this process, and print what each took."""
    from trtplugins.onnx import adapt, save

    def peak() -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20

    before, start = peak(), time.perf_counter()
    model, report = adapt(path)
    adapted = time.perf_counter()
    print(f"adapt: {adapted - start:.1f} s, {len(report.changes)} changes, peak {peak():.2f} GiB")
    save(model, path.with_name("adapted.onnx"))
    print(f"save: {time.perf_counter() - adapted:.1f} s, peak {peak():.2f} GiB")
    print(f"before any of it: {before:.2f} GiB")


def main() -> None:
    """Make the model here, measure in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gib", type=float, default=2.2, help="of weights")
    parser.add_argument("--folder", type=Path, help="where there is room for twice as much")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.measure)
        return
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        path = Path(folder) / "large.onnx"
        make(path, arguments.gib)
        print(f"weights: {path.with_name(path.name + '.data').stat().st_size / 2**30:.2f} GiB")
        subprocess.run([sys.executable, __file__, "--measure", str(path)], check=True)


if __name__ == "__main__":
    main()
