"""Calls whose arrays are like those of the call before.

What they have in common is found out once; what is left is to read addresses, to make outputs and
to run. Each of these functions takes the positional inputs, `out` and `stream` of a call and
returns its result, or None if anything is different: then nothing has been enqueued.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from trtplugins import _core, arrays
from trtplugins.device_array import DeviceArray
from trtplugins.memory import MemoryResource

QuickCall = Callable[[tuple[Any, ...], Any, Any], Any]


class Tensor(NamedTuple):
    """An input or output, and an array that was given or made for it."""

    name: str
    slot: int  # in the list of addresses
    dtype: str  # as numpy calls it
    array: Any


def prepare(
    context: _core.Context,
    addresses: list[int],
    inputs: Sequence[Tensor],
    outputs: Sequence[Tensor],
    resource: MemoryResource,
    device: int,
) -> QuickCall | None:
    """None if there is no quick way for such arrays.

    Args:
        context: TensorRT's.
        addresses: what it is run with, by slot.
        inputs: in the engine's order; every one, in device memory.
        outputs: likewise.
        resource: where memory comes from if the arrays are of no framework.
        device: the engine's GPU.
    """
    kinds = {type(t.array) for t in (*inputs, *outputs)}
    if len(kinds) != 1 or not inputs:
        return None
    if kinds == {DeviceArray}:
        return _of_device_arrays(context, addresses, inputs, outputs, resource)
    first = inputs[0].array
    if arrays.is_torch(first):
        read = _torch_address
    elif arrays.is_cupy(first):
        read = _cupy_address
    else:
        return None
    return _of_framework(context, addresses, inputs, outputs, resource, device, read)


def _of_device_arrays(
    context: _core.Context,
    addresses: list[int],
    inputs: Sequence[Tensor],
    outputs: Sequence[Tensor],
    resource: MemoryResource,
) -> QuickCall:
    run = context.run
    given = [(t.slot, t.array.form) for t in inputs]
    made = [(t.name, t.slot, t.array.form) for t in outputs]
    only = len(outputs) == 1
    name_of_only, slot_of_only, form_of_only = made[0]

    def call(args: tuple[Any, ...], out: Any, stream: Any) -> Any:
        if len(args) != len(given):
            return None
        for array, (slot, form) in zip(args, given):
            if type(array) is not DeviceArray:
                return None
            # Almost always the very same object, so that nothing has to be compared.
            if array._form is not form and array.form != form:
                return None
            addresses[slot] = array._address
        keep = stream
        if stream is None:
            handle, keep = args[0]._stream, args[0].keep
        else:
            handle = stream if type(stream) is int else arrays.stream_handle(stream)
        for array in args:
            if array._stream != handle:
                arrays.wait_for(array, handle)
        if only and (out is None or type(out) is DeviceArray):
            if out is None:
                out = DeviceArray.of(form_of_only, resource, handle, keep)
            elif out._form is not form_of_only and out.form != form_of_only:
                return None
            elif out._stream != handle:
                arrays.wait_for(out, handle)
            addresses[slot_of_only] = out._address
            run(addresses, handle)
            return out
        results: dict[str, Any]
        if out is None:
            results = {n: DeviceArray.of(f, resource, handle, keep) for n, _, f in made}
        elif type(out) is dict and len(out) == len(made):
            results = {n: out.get(n) for n, _, _ in made}
        else:
            return None
        for name, slot, form in made:
            array = results[name]
            if type(array) is not DeviceArray:
                return None
            if array._form is not form and array.form != form:
                return None
            addresses[slot] = array._address
            if array._stream != handle:
                arrays.wait_for(array, handle)
        run(addresses, handle)
        return results[name_of_only] if only else results

    return call


def _of_framework(
    context: _core.Context,
    addresses: list[int],
    inputs: Sequence[Tensor],
    outputs: Sequence[Tensor],
    resource: MemoryResource,
    device: int,
    read: Callable[[Any, Any, Any, int], int],
) -> QuickCall:
    run = context.run
    kind, current_stream = type(inputs[0].array), arrays.current_stream
    given = [(t.slot, t.array.shape, t.array.dtype) for t in inputs]
    made = [(t.name, t.slot, t.array.shape, t.array.dtype, t.dtype) for t in outputs]

    def call(args: tuple[Any, ...], out: Any, stream: Any) -> Any:
        if len(args) != len(given):
            return None
        for array, (slot, shape, dtype) in zip(args, given):
            address = read(array, shape, dtype, device) if type(array) is kind else 0
            if not address:
                return None
            addresses[slot] = address
        first = args[0]
        current = handle = current_stream(first)
        if stream is not None:
            handle = stream if type(stream) is int else arrays.stream_handle(stream)
        results = {}
        if out is None:
            for name, slot, shape, dtype, dtype_name in made:
                array = results[name] = arrays.empty(
                    first, shape, dtype_name, resource, handle, stream
                )
                addresses[slot] = read(array, shape, dtype, device)
                if not addresses[slot]:
                    return None
        else:
            several = type(out) is dict
            if (len(out) if several else 1) != len(made):
                return None
            for name, slot, shape, dtype, _ in made:
                array = out.get(name) if several else out
                address = read(array, shape, dtype, device) if type(array) is kind else 0
                if not address:
                    return None
                addresses[slot], results[name] = address, array
        if current != handle:  # one framework has one current stream
            arrays.wait_for(first, handle)
        run(addresses, handle)
        return next(iter(results.values())) if len(results) == 1 else results

    return call


# The address of an array that is as one before it; 0 if it is not.


def _torch_address(a: Any, shape: Any, dtype: Any, device: int) -> int:
    same = a.dtype is dtype and a.shape == shape and a.get_device() == device and a.is_contiguous()
    return a.data_ptr() if same else 0


def _cupy_address(a: Any, shape: Any, dtype: Any, device: int) -> int:
    same = a.dtype == dtype and a.shape == shape and a.flags.c_contiguous
    return a.data.ptr if same and a.data.device_id == device else 0
