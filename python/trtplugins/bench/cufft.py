"""cuFFT, called directly, as a peer of the Fourier transforms."""

from __future__ import annotations

import ctypes
import importlib
import weakref
from dataclasses import dataclass
from typing import Any

from trtplugins.bench.case import Work
from trtplugins.bench.device import Device
from trtplugins.bench.peers import Unavailable
from trtplugins.bench.sets import Sets
from trtplugins.bench.timing import Call

# cudaDataType_t, by dtype: of real and of complex numbers.
_TYPES = {"float32": (0, 4), "float16": (2, 6)}
_FORWARD, _INVERSE = -1, 1


@dataclass(frozen=True)
class CufftPeer:
    """A plan of cuFFT's for transforms that lie one behind the other: [batch, length, parts]."""

    name: str = "cuFFT"

    def prepare(self, work: Work, sets: Sets, device: Device) -> Call:
        library = _library()
        attributes = work.node_attributes
        inverse = bool(attributes.get("inverse"))
        real_result = inverse and bool(attributes.get("onesided"))
        x, y = work.inputs[0], work.outputs[0]
        batch, size, parts = (int(extent) for extent in x.shape)
        results = int(y.shape[1])
        real, complex_ = _TYPES[x.dtype]
        points = results if real_result else size
        if x.dtype == "float16" and points & (points - 1):
            # By its documentation; a plan for some primes is made all the same.
            raise Unavailable("cuFFT: half precision is for powers of two")
        plan = ctypes.c_int()
        _check(library.cufftCreate(ctypes.byref(plan)))
        closed = weakref.finalize(plan, library.cufftDestroy, plan.value)
        length = ctypes.c_longlong(points)
        scratch = ctypes.c_size_t()

        def side(count: int, kind: int) -> tuple[Any, ...]:
            number = ctypes.c_longlong
            return ctypes.byref(number(count)), number(1), number(count), kind

        try:
            _check(
                library.cufftXtMakePlanMany(
                    plan.value,
                    1,
                    ctypes.byref(length),
                    *side(size, real if parts == 1 else complex_),
                    *side(results, real if real_result else complex_),
                    ctypes.c_longlong(batch),
                    ctypes.byref(scratch),
                    complex_,
                )
            )
            _check(library.cufftSetStream(plan.value, ctypes.c_void_p(device.stream)))
        except Unavailable:
            closed()
            raise
        bound = [
            (ctypes.c_void_p(inputs[x.name].pointer), ctypes.c_void_p(outputs[y.name].pointer))
            for inputs, outputs in zip(sets.inputs, sets.outputs)
        ]
        direction = _INVERSE if inverse else _FORWARD

        def call(i: int) -> None:
            _check(library.cufftXtExec(plan.value, *bound[i % len(bound)], direction))

        return call


def _library() -> Any:
    try:
        pathfinder = importlib.import_module("cuda.pathfinder")
        return ctypes.CDLL(pathfinder.load_nvidia_dynamic_lib("cufft").abs_path)
    except Exception as error:  # of several kinds, by what is missing
        raise Unavailable(f"cuFFT cannot be loaded: {str(error).splitlines()[0]}") from error


def _check(status: int) -> None:
    if status:
        raise Unavailable(f"cuFFT: status {status}")
