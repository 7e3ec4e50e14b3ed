"""Runs cases one after the other, in a process that may die of one.

    python -m onnx_backend.worker BUNDLE BACKEND

Names come in by lines, results go out by lines of JSON. BACKEND is "engine" or "reference".
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from onnx_backend.bundle import Arrays, Prepared, read
from onnx_backend.compare import difference

Backend = Callable[[bytes, Arrays], Arrays]


def run(case: Prepared, backend: Backend) -> tuple[str, str]:
    """The outcome of a case and, unless it passed, the reason."""
    if case.model is None:
        return "refused", case.reason
    try:
        with np.errstate(all="ignore"):
            results = backend(case.model, case.feeds)
    except Exception as error:
        return "not taken", " | ".join(str(error).splitlines())[:400]
    wrong = difference(case, {n: _as_expected(case, n, a) for n, a in results.items()})
    return ("wrong", wrong) if wrong else ("pass", "")


def _as_expected(case: Prepared, name: str, array: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    """TensorRT has int64 only as int32, and adapt() carries some types in others."""
    old, new = case.outputs.get(name, (None, None))
    if old is not None:
        return array.view(old) if {old, new} == {"int32", "uint32"} else array.astype(old)
    if case.expected[name].dtype == np.int64 and array.dtype == np.int32:
        return array.astype(np.int64)
    return array


def engine(model: bytes, feeds: Arrays) -> Arrays:
    """By TensorRT."""
    import onnx

    import trtplugins as tp

    proto = onnx.load_model_from_string(model)
    half = any(value.type.tensor_type.elem_type == 10 for value in proto.graph.input)
    made = tp.build(
        proto,
        precision="fp16" if half else "fp32",
        tf32=False,  # the tests' tolerances are of float32
        profiles=_profiles(proto, feeds),
        tactic_sources=0,
        optimization_level=0,
        adapt=False,  # it is adapted already
    )
    given = {
        t.name: feeds[t.name].astype(np.int32) if feeds[t.name].dtype == np.int64 else feeds[t.name]
        for t in made.inputs
    }
    got = made(**given)
    return got if isinstance(got, dict) else {made.outputs[0].name: got}


def _profiles(proto: object, feeds: Arrays) -> object:
    dynamic = {
        value.name: [feeds[value.name].shape] * 3
        for value in proto.graph.input  # type: ignore[attr-defined]
        if any(not d.HasField("dim_value") for d in value.type.tensor_type.shape.dim)
    }
    return dynamic or None


def reference(model: bytes, feeds: Arrays) -> Arrays:
    """By onnx.reference, where there is no GPU."""
    import trtplugins.reference

    return trtplugins.reference.run(model, feeds)


BACKENDS: dict[str, Backend] = {"engine": engine, "reference": reference}


def main() -> None:
    bundle, backend = sys.argv[1:3]
    prepared = {case.name: case for case in read(Path(bundle))}
    for line in sys.stdin:
        started = time.perf_counter()
        outcome, reason = run(prepared[line.strip()], BACKENDS[backend])
        seconds = round(time.perf_counter() - started, 3)
        # Lines of TensorRT's own may be about; this one is marked.
        print("result", json.dumps([line.strip(), outcome, reason, seconds]), flush=True)


if __name__ == "__main__":
    main()
