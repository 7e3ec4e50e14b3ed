"""Change an engine's weights without building it again, and check what it then computes."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import trtplugins as tp
from trtplugins import system

SIZES = (32, 64, 64, 8)  # of the layers
BATCH = 16
TOLERANCE = 1e-4

Array = np.ndarray[Any, Any]


def weights(seed: int) -> dict[str, Array]:
    """A matrix w<i> and a bias b<i> for each layer."""
    rng = np.random.default_rng(seed)
    out = {}
    for i, (rows, columns) in enumerate(zip(SIZES, SIZES[1:])):
        out[f"w{i}"] = (rng.standard_normal((rows, columns)) / rows**0.5).astype(np.float32)
        out[f"b{i}"] = rng.standard_normal(columns).astype(np.float32)
    return out


def network(values: dict[str, Array]) -> onnx.ModelProto:
    """The MLP with these weights: x to y, float32."""
    nodes, last = [], "x"
    layers = len(SIZES) - 1
    for i in range(layers):
        end = "y" if i == layers - 1 else f"h{i}"
        nodes.append(helper.make_node("Gemm", [last, f"w{i}", f"b{i}"], [f"g{i}"], name=f"fc{i}"))
        nodes.append(helper.make_node("Tanh", [f"g{i}"], [end], name=f"tanh{i}"))
        last = end
    graph = helper.make_graph(
        nodes,
        "mlp",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [BATCH, SIZES[0]])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [BATCH, SIZES[-1]])],
        [numpy_helper.from_array(array, name) for name, array in values.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def check(what: str, engine: tp.Engine, values: dict[str, Array], x: Array) -> bool:
    """Whether the engine computes what the reference does with these weights."""
    expected = tp.reference.run(network(values), {"x": x})["y"]
    error = float(np.abs(np.asarray(engine(x)) - expected).max())
    print(f"{what}: largest error {error:.1e}")
    return error <= TOLERANCE


def refused(engine: tp.Engine, given: dict[Any, Array]) -> bool:
    """Whether the engine refuses these weights; prints why."""
    try:
        engine.refit(given)
    except tp.Error as error:
        print(f"  refused: {str(error).splitlines()[0]}")
        return True
    return False


def main() -> int:
    """Run the demonstration; 0 if every output is right."""
    gpus = system.gpus()
    if not gpus:
        print("No GPU here: TensorRT engines need one.")
        return 0
    tp.load()
    print(f"GPU: {gpus[0]}")
    x = np.random.default_rng(0).standard_normal((BATCH, SIZES[0])).astype(np.float32)
    first, second = weights(1), weights(2)

    start = time.perf_counter()
    # tactic_sources=0: so that cuBLAS and cuDNN need not be installed.
    engine = tp.build(network(first), refittable=True, tf32=False, tactic_sources=0)
    built = time.perf_counter() - start
    good = check("as built", engine, first, x)

    start = time.perf_counter()
    engine.refit(second)
    took = time.perf_counter() - start
    print(f"refitted in {took * 1e3:.1f} ms, built in {built * 1e3:.0f} ms")
    good &= check("all weights of another model", engine, second, x)

    mixed = {**second, "w1": first["w1"]}
    with engine.refit() as refit:
        refit["w1"] = mixed["w1"]
        print(f"with w1, TensorRT needs also: {refit.missing or 'nothing'}")
        for name in refit.missing:
            refit[name] = mixed[str(name)]
    good &= check("one matrix changed", engine, mixed, x)

    good &= refused(engine, {**mixed, "w1": first["w1"][:5]})
    good &= refused(engine, {"weight_1": first["w1"]})
    good &= check("after what was refused", engine, mixed, x)

    with tempfile.TemporaryDirectory() as folder:
        engine.save(Path(folder, "refitted.plan"))
        good &= check("saved and loaded", tp.Engine.load(Path(folder, "refitted.plan")), mixed, x)
    print("all right" if good else "WRONG")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
