"""From a model that TensorRT refuses to its output; `make demo` runs this."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from rich.console import Console
from rich.table import Table

import trtplugins as tp
from trtplugins import _core, system

HERE = Path(__file__).resolve().parent
MODEL = HERE.parent / "models" / "mlp_block.onnx"
SEQUENCE = 128  # tokens in a row of the batch
# Largest error, as a part of the largest output. TensorRT multiplies FP32 matrices in TF32, which
# has FP16's ten bits of mantissa.
LIMIT = 5e-3
CALLS = 50

Array = np.ndarray[Any, Any]


def main() -> int:
    """Run the demonstration; 0 if every output is within LIMIT of the reference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--text", type=Path, default=HERE / "README.md", help="made into the input")
    arguments = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 110)
    gpu = next(iter(system.gpus()), None)

    model = onnx.load(arguments.model)
    console.rule("The model")
    console.print(summary(model, arguments.model), markup=False)
    console.rule("What TensorRT lacks and trtplugins adds")
    found = show_registry(console, model, arguments.model, on_gpu=gpu is not None)

    hidden = hidden_size(model)
    x = activations(arguments.text, hidden)
    console.rule("The model's output")
    console.print(
        f"input: {arguments.text.name} as {x.shape[0]} rows of {x.shape[1]} bytes, {x.shape}"
    )
    start = time.perf_counter()
    (expected,) = tp.reference.run(model, {"x": x}).values()
    seconds = time.perf_counter() - start

    if gpu is None or not found:
        missing = "No GPU here" if gpu is None else "No TensorRT here"
        console.print(f"{missing}, so TensorRT did not run the model.")
        console.print(f"What ran: the reference backend (onnx.reference), CPU, {seconds:.2f} s.")
        show_output(console, "reference backend", expected)
        return 0
    console.print(f"What ran: TensorRT engines on {gpu}.", markup=False)
    results = [run_engine(console, arguments.model, kind, x, expected) for kind in ("fp32", "fp16")]
    show_output(console, "reference backend", expected)
    return 0 if all(results) else 1


def summary(model: onnx.ModelProto, path: Path) -> str:
    """What is in the file, in two lines."""
    counts = Counter(node.op_type for node in model.graph.node)
    opset = next(entry.version for entry in model.opset_import if entry.domain == "")
    return (
        f"{path.name}, {path.stat().st_size / 1e6:.2f} MB, opset {opset}, exported by "
        f"{model.producer_name} {model.producer_version}\n"
        f"nodes: {', '.join(f'{count} {name}' for name, count in counts.items())}"
    )


def activations(text: Path, hidden: int) -> Array:
    """Real text as a model sees it, (batch, SEQUENCE, hidden) of float32.

    Every byte is a token, and every token a row of a random table with a fixed seed.
    """
    tokens = np.frombuffer(text.read_bytes(), np.uint8)
    batch = len(tokens) // SEQUENCE
    if batch == 0:
        raise SystemExit(f"{text}: expected at least {SEQUENCE} bytes of text, got {len(tokens)}")
    embedding = np.random.default_rng(20).standard_normal((256, hidden), dtype=np.float32)
    return embedding[tokens[: batch * SEQUENCE].reshape(batch, SEQUENCE)]


def show_registry(console: Console, model: onnx.ModelProto, path: Path, *, on_gpu: bool) -> bool:
    """TensorRT's own answers without the library and with it; whether there is one to ask."""
    try:
        tensorrt = _core.tensorrt()
    except tp.Error as error:
        console.print(f"TensorRT cannot be asked:\n{error}", markup=False)
        return False
    console.print(f"TensorRT {tensorrt['version']}: {tensorrt['path']}", markup=False)

    _core.unload()
    operators = sorted({node.op_type for node in model.graph.node})
    imported = {name for name in operators if _core.onnx_parser_supports(name)}
    before = {name for name, *_ in _core.creators()}  # NVIDIA's plugins, which the parser brings
    if on_gpu:
        console.print("Its parser, without trtplugins, on this model:")
        console.print(refusal(path, hidden_size(model)), style="red", markup=False)
    tp.load()
    ours = [creator for creator in _core.creators() if Path(creator[3]).stem == "libtrtplugins"]

    table = Table("operator", "TensorRT's parser", "plugin without trtplugins", "plugin with it")
    names = {name for name, *_ in ours}
    for name in operators:
        with_it = "not needed" if name in imported else "yes" if name in names else "none"
        parser = "imports it" if name in imported else "lacks it"
        table.add_row(name, parser, "yes" if name in before else "none", with_it)
    console.print(table)

    table = Table("in TensorRT's registry", "version", "namespace", "from")
    for name, version, namespace, library in sorted(ours):
        table.add_row(name, version, repr(namespace), Path(library).name)
    console.print(table)
    return True


def hidden_size(model: onnx.ModelProto) -> int:
    """The last extent of the model's input, which is fixed."""
    return int(model.graph.input[0].type.tensor_type.shape.dim[-1].dim_value)


def refusal(path: Path, hidden: int) -> str:
    """What TensorRT says to the model while the library's operators are not registered."""
    try:
        tp.build(path, profiles={"x": [(1, SEQUENCE, hidden)] * 3}, adapt=False)
    except tp.Error as error:
        return str(error)
    return "(it took the model: another library provides the operators)"


def run_engine(console: Console, path: Path, kind: str, x: Array, expected: Array) -> bool:
    """Build an engine of one precision, run and time it; whether it is within LIMIT."""
    start = time.perf_counter()
    profiles = {"x": [(1, 1, x.shape[2]), x.shape, x.shape]}
    # 0: the model is small, and so cuBLAS need not be installed.
    engine = tp.build(path, precision=kind, profiles=profiles, tactic_sources=0)
    built = time.perf_counter() - start
    y = np.asarray(engine(x))
    times = []
    for _ in range(CALLS):
        start = time.perf_counter()
        engine(x)
        times.append(time.perf_counter() - start)
    error = float(np.abs(y - expected).max() / np.abs(expected).max())
    within = y.shape == expected.shape and error <= LIMIT
    verdict = "good" if within else f"more than {LIMIT}"
    console.print(
        f"{kind}: built in {built:.1f} s, {statistics.median(times) * 1e3:.2f} ms a call "
        f"with copies, largest error {error:.1e} of the largest output: {verdict}",
        soft_wrap=True,
    )
    show_output(console, f"TensorRT {kind}", y)
    return within


def show_output(console: Console, what: str, y: Array) -> None:
    """Shape, spread and the first numbers of an output."""
    start = np.array2string(y[0, 0, :5].astype(np.float32), precision=4, floatmode="fixed")
    console.print(
        f"  {what}: y {y.shape}, deviation {y.std(dtype=np.float64):.4f}, y[0, 0, :5] = {start}",
        markup=False,
        soft_wrap=True,
    )


if __name__ == "__main__":
    sys.exit(main())
