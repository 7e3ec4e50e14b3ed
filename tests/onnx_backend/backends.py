"""What can be done with a test of a bundle: run it in an engine, or on the CPU."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from onnx_backend.answers import Array
from onnx_backend.bundle import Bundle, Form
from onnx_backend.workers import Outcome

KINDS = ("pass", "refused", "not taken", "wrong", "crash", "error")
MEANING = {
    "pass": "the results are those expected",
    "refused": "`adapt` refuses the model, and says why",
    "not taken": "TensorRT's parser or builder refuses the model; the reason is TensorRT's",
    "wrong": "the engine runs, and its results are not those expected",
    "crash": "the process died, or hung, or its CUDA context broke",
    "error": "anything else",
}


@dataclass
class Reference:
    """Runs adapted models on the CPU; needs no GPU."""

    bundle: Path

    def start(self) -> None:
        logging.disable(logging.ERROR)
        import trtplugins.reference  # noqa: F401 -- takes seconds

    def __call__(self, job: str) -> Outcome:
        item = self._bundle[job]
        if item.adapted is None:
            return Outcome(item.outcome, item.reason)
        from trtplugins import reference

        with np.errstate(all="ignore"):
            got = reference.run(item.adapted.model, item.adapted.feeds)
        return _judged(item.answer.difference(_as_expected(got, item.adapted, item.answer.outputs)))

    @cached_property
    def _bundle(self) -> Bundle:
        return Bundle(self.bundle)


@dataclass
class Engine:
    """Builds an engine of each model and runs it.

    Attributes:
        native: the models as they are, without adapt and without this library's operators.
        build: further arguments of `trtplugins.build`.
    """

    bundle: Path
    native: bool = False
    build: dict[str, Any] = field(default_factory=dict)

    def start(self) -> None:
        logging.disable(logging.ERROR)
        os.environ.setdefault("CUDA_MODULE_LOADING", "LAZY")
        from trtplugins import _core

        _core.load()  # loudly, if there is no TensorRT
        if self.native:
            _core.unload()
        _core.cuda.stream_synchronize(0)  # loudly, if there is no GPU

    def __call__(self, job: str) -> Outcome:
        item = self._bundle[job]
        form = item.original if self.native else item.adapted
        if form is None:
            return Outcome(item.outcome, item.reason)
        try:
            outcome = self._outcome(form, item.answer)
        except Exception as error:
            outcome = Outcome("error", brief(f"{type(error).__name__}: {error}"))
        return outcome if outcome.kind == "pass" else _examined(outcome)

    def _outcome(self, form: Form, answer: Any) -> Outcome:
        import trtplugins as tp

        arrays = [*form.feeds.values(), *answer.outputs.values()]
        half = any(array.dtype == np.float16 for array in arrays)
        ranges = {name: [form.feeds[name].shape] * 3 for name in form.dynamic}
        try:
            engine = tp.build(
                form.model,
                precision="fp16" if half else "fp32",
                profiles=ranges or None,
                adapt=False,  # it is adapted, or to be taken as it is
                **self.build,
            )
        except tp.Error as error:
            return Outcome("not taken", brief(str(error)))
        with engine:
            made = engine(*(_fitting(form.feeds[t.name], t.dtype) for t in engine.inputs))
            names = [tensor.name for tensor in engine.outputs]
            got = made if isinstance(made, dict) else dict(zip(names, [made]))
        return _judged(answer.difference(_as_expected(got, form, answer.outputs)))

    @cached_property
    def _bundle(self) -> Bundle:
        return Bundle(self.bundle)


def brief(message: str) -> str:
    """The first line of an error and the first of TensorRT's below it."""
    lines = [line.strip() for line in message.strip().splitlines() if line.strip()]
    return ": ".join(line.rstrip(":") for line in lines[:2])[:300]


def _fitting(array: Array, dtype: str) -> Array:
    """An input in the engine's type: int64 as int32, by which "to the end" stays what it is."""
    if array.dtype == np.int64 and dtype == "int32":
        limits = np.iinfo(np.int32)
        return array.clip(limits.min, limits.max).astype(np.int32)
    return array.astype(dtype, copy=False)


def _judged(difference: str) -> Outcome:
    return Outcome("wrong", difference) if difference else Outcome("pass")


def _examined(outcome: Outcome) -> Outcome:
    """A crash, if the GPU cannot be used any more: its errors stay with the process."""
    from trtplugins import _core

    try:
        _core.cuda.stream_synchronize(0)
    except _core.Error as error:
        return Outcome("crash", f"{outcome.reason} ({brief(str(error))})", healthy=False)
    return outcome


def _as_expected(
    got: Mapping[str, Array], form: Form, expected: Mapping[str, Array]
) -> dict[str, Array]:
    """Results in the types of the test, where they were carried in another one."""
    return {
        name: _cast(array, form.carried.get(name, ("",))[0], expected.get(name, array).dtype)
        for name, array in got.items()
    }


def _cast(array: Array, original: str, expected: np.dtype[Any]) -> Array:
    if original == "uint32" and array.dtype == np.int32:
        return array.view(np.uint32)
    if array.dtype == np.int32 and expected == np.int64:  # TensorRT 8 has no int64
        return array.astype(np.int64)
    return array.astype(original) if original else array
