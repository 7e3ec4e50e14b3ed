"""Calls whose arrays are like those of the call before.

What they have in common is found out once; what is left is to read addresses, to make outputs and
to run. Each of these functions takes the positional inputs, `out` and `stream` of a call and
returns its result, or None if anything is different: then nothing has been enqueued.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from trtplugins import _core, arrays
from trtplugins.device_array import DeviceArray, Form, adopt
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
    first = inputs[0].array
    if type(first) is DeviceArray:
        general = _of_device_arrays(context, addresses, inputs, outputs, resource)
        if len(inputs) == len(outputs) == 1:
            return _of_one_device_array(
                context, addresses, inputs[0], outputs[0], resource, general
            )
        return general
    if arrays.is_torch(first):
        framework = _torch(device)
    elif arrays.is_cupy(first):
        framework = _cupy(device)
    else:
        return None
    general = _of_framework(context, addresses, inputs, outputs, resource, framework)
    if len(inputs) == len(outputs) == 1:
        return _of_one_array(context, addresses, inputs[0], outputs[0], framework, general)
    return general


def _of_one_device_array(
    context: _core.Context,
    addresses: list[int],
    given: Tensor,
    made: Tensor,
    resource: MemoryResource,
    general: QuickCall,
) -> QuickCall:
    """For the commonest engine, of one input and one output."""
    run, run_to_new = context.run, context.run_to_new
    slot, form = given.slot, given.array.form
    out_slot, out_form = made.slot, made.array.form
    size = out_form.size

    def call(args: tuple[Any, ...], out: Any, stream: Any) -> Any:
        if len(args) != 1:
            return None
        array = args[0]
        # Almost always the very same form, so that nothing has to be compared.
        if type(array) is not DeviceArray or (array._form is not form and array.form != form):
            return None
        if stream is None:
            handle, keep = array._stream, array.keep
        else:
            handle = stream if type(stream) is int else arrays.stream_handle(stream)
            keep = stream
            if array._stream != handle:
                arrays.wait_for(array, handle)
        addresses[slot] = array._address
        if out is None:
            address, memory = run_to_new(addresses, out_slot, size, resource, handle)
            return adopt(out_form, address, memory, handle, keep)
        if type(out) is not DeviceArray:
            return general(args, out, stream)
        if out._form is not out_form and out.form != out_form:
            return None
        if out._stream != handle:
            arrays.wait_for(out, handle)
        addresses[out_slot] = out._address
        run(addresses, handle)
        return out

    return call


def _of_device_arrays(
    context: _core.Context,
    addresses: list[int],
    inputs: Sequence[Tensor],
    outputs: Sequence[Tensor],
    resource: MemoryResource,
) -> QuickCall:
    run, allocate = context.run, resource.allocate_owned
    given = [(t.slot, t.array.form) for t in inputs]
    made = [(t.name, t.slot, t.array.form) for t in outputs]
    only = made[0][0] if len(made) == 1 else None

    def empty(form: Form, handle: int, keep: Any) -> DeviceArray:
        return adopt(form, *allocate(form.size, 256, handle), handle, keep)

    def call(args: tuple[Any, ...], out: Any, stream: Any) -> Any:
        if len(args) != len(given):
            return None
        for array, (slot, form) in zip(args, given):
            if type(array) is not DeviceArray:
                return None
            if array._form is not form and array.form != form:
                return None
            addresses[slot] = array._address
        keep = stream
        if stream is None:
            handle, keep = args[0]._stream, args[0].keep
        else:
            handle = stream if type(stream) is int else arrays.stream_handle(stream)
        results: dict[str, Any]
        if out is None:
            results = {name: empty(form, handle, keep) for name, _, form in made}
        elif only is not None and type(out) is DeviceArray:
            results = {only: out}
        elif type(out) is dict and len(out) == len(made):
            results = {name: out.get(name) for name, _, _ in made}
        else:
            return None
        for name, slot, form in made:
            array = results[name]
            if type(array) is not DeviceArray:
                return None
            if array._form is not form and array.form != form:
                return None
            addresses[slot] = array._address
        for array in (*args, *results.values()):
            if array._stream != handle:
                arrays.wait_for(array, handle)
        run(addresses, handle)
        return results if only is None else results[only]

    return call


def _of_one_array(
    context: _core.Context,
    addresses: list[int],
    given: Tensor,
    made: Tensor,
    framework: Framework,
    general: QuickCall,
) -> QuickCall:
    """Likewise, on the framework's current stream."""
    run, kind = context.run, type(given.array)
    current_stream, reader, address_of, maker = framework
    slot, address_if = given.slot, reader(given.array)
    out_slot, out_address_if, make = made.slot, reader(made.array), maker(made.array)

    def call(args: tuple[Any, ...], out: Any, stream: Any) -> Any:
        if stream is not None or len(args) != 1:
            return general(args, out, stream)
        array = args[0]
        address = address_if(array) if type(array) is kind else 0
        if not address:
            return None
        addresses[slot] = address
        if out is None:
            out = make()
            addresses[out_slot] = address_of(out)
        elif type(out) is kind:
            address = out_address_if(out)
            if not address:
                return None
            addresses[out_slot] = address
        else:
            return general(args, out, stream)
        run(addresses, current_stream())
        return out

    return call


class Framework(NamedTuple):
    """What is asked of PyTorch or CuPy, as quickly as they can tell."""

    current_stream: Callable[[], int]
    # (an array): a function that tells the addresses of arrays alike, and 0 of others of its type
    reader: Callable[[Any], Callable[[Any], int]]
    address: Callable[[Any], int]
    # (an array): a function that makes empty ones alike, for work on the current stream
    maker: Callable[[Any], Callable[[], Any]]


def _of_framework(
    context: _core.Context,
    addresses: list[int],
    inputs: Sequence[Tensor],
    outputs: Sequence[Tensor],
    resource: MemoryResource,
    framework: Framework,
) -> QuickCall:
    run, kind = context.run, type(inputs[0].array)
    current_stream, reader, address_of, maker = framework
    given = [(t.slot, reader(t.array)) for t in inputs]
    made = [
        (t.name, t.slot, reader(t.array), maker(t.array), t.array.shape, t.dtype) for t in outputs
    ]
    only = made[0][0] if len(made) == 1 else None

    def call(args: tuple[Any, ...], out: Any, stream: Any) -> Any:
        if len(args) != len(given):
            return None
        for array, (slot, address_if) in zip(args, given):
            address = address_if(array) if type(array) is kind else 0
            if not address:
                return None
            addresses[slot] = address
        current = handle = current_stream()
        if stream is not None:
            handle = stream if type(stream) is int else arrays.stream_handle(stream)
        results = {}
        if out is None:
            for name, slot, _, make, shape, dtype in made:
                if handle == current:
                    array = make()
                else:
                    array = arrays.empty(args[0], shape, dtype, resource, handle, stream)
                addresses[slot], results[name] = address_of(array), array
        else:
            several = type(out) is dict
            if (len(out) if several else 1) != len(made):
                return None
            for name, slot, address_if, _, _, _ in made:
                array = out.get(name) if several else out
                address = address_if(array) if type(array) is kind else 0
                if not address:
                    return None
                addresses[slot], results[name] = address, array
        if current != handle:  # one framework has one current stream
            arrays.wait_for(args[0], handle)
        run(addresses, handle)
        return results if only is None else results[only]

    return call


def _reader(
    by_attributes: Callable[[Any], Callable[[Any], int]], array: Any
) -> Callable[[Any], int]:
    """By a C function of the framework, where it has one: that takes a quarter of the time."""
    exchange_api = getattr(type(array), "__dlpack_c_exchange_api__", None)
    if exchange_api is not None:
        try:
            return _core.ArraysLike(exchange_api, array).address
        except Exception:  # of a later version, or no array that it knows
            pass
    return by_attributes(array)


def _torch(device: int) -> Framework:
    torch = sys.modules["torch"]
    raw_stream = getattr(torch._C, "_cuda_getCurrentRawStream", None)  # without making an object

    def stream_of_object() -> int:
        return int(torch.cuda.current_stream(device).cuda_stream)

    current_stream = partial(raw_stream, device) if raw_stream else stream_of_object

    def reader(array: Any) -> Callable[[Any], int]:
        dtype, shape = array.dtype, array.shape

        def address(a: Any) -> int:
            same = a.dtype is dtype and a.shape == shape and a.get_device() == device
            return a.data_ptr() if same and a.is_contiguous() else 0

        return address

    def maker(array: Any) -> Callable[[], Any]:
        # PyTorch takes half as long for one like another as for one of a given shape and dtype. Of
        # a single element, so that no output's memory is kept.
        pattern = torch.empty((), dtype=array.dtype, device=array.device).expand(array.shape)
        return partial(torch.empty_like, pattern, memory_format=torch.contiguous_format)

    return Framework(current_stream, partial(_reader, reader), torch.Tensor.data_ptr, maker)


def _cupy(device: int) -> Framework:
    cupy = sys.modules["cupy"]
    stream = cupy.cuda.get_current_stream

    def current_stream() -> int:
        return int(stream().ptr)

    def address(a: Any) -> int:
        return a.data.ptr  # type: ignore[no-any-return]

    def reader(array: Any) -> Callable[[Any], int]:
        dtype, shape = array.dtype, array.shape

        def address(a: Any) -> int:
            same = a.dtype == dtype and a.shape == shape and a.flags.c_contiguous
            return a.data.ptr if same and a.data.device_id == device else 0

        return address

    def maker(array: Any) -> Callable[[], Any]:
        return partial(cupy.empty, array.shape, array.dtype)

    return Framework(current_stream, partial(_reader, reader), address, maker)
