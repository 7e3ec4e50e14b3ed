"""A network for TensorRT's UFF parser that builds nothing and remembers what the parser asks for.

The real parser can so be tested without a GPU, which NVIDIA's own network needs. A network is an
object whose second word points to one with a table of functions (TensorRT 8.5 and 8.6); those that
a plain graph needs are filled in, a call of any other is noted in `unexpected`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int32, c_size_t, c_void_p
from dataclasses import dataclass
from typing import Any


class Dims(ctypes.Structure):
    """Number of dimensions, then up to eight of them."""

    _fields_ = (("count", c_int32), ("sizes", c_int32 * 8))

    def tuple(self) -> tuple[int, ...]:
        return tuple(self.sizes[: self.count])


class Weights(ctypes.Structure):
    """Type, values, number of values."""

    _fields_ = (("dtype", c_int32), ("values", c_void_p), ("count", ctypes.c_int64))


@dataclass
class Plugin:
    """A plugin the parser made and handed to the network."""

    name: str
    version: str
    inputs: list[str]
    blob: bytes


class Face:
    """An object of TensorRT's interfaces: pointers to its destructor and to what is behind it."""

    def __init__(self, tables: list[dict[int, Any]], slots: int, unexpected: list[str]) -> None:
        self._keep: list[Any] = []
        words = [self._object({}, 2, unexpected, "destructor")]
        words += [
            ctypes.addressof(self._object(t, slots, unexpected, type(self).__name__))
            for t in tables
        ]
        self.words = (c_void_p * len(words))(
            ctypes.cast(words[0], POINTER(c_void_p))[0], *words[1:]
        )
        self.address = ctypes.addressof(self.words)

    def _object(
        self, functions: dict[int, Any], slots: int, unexpected: list[str], what: str
    ) -> Any:
        table = (c_void_p * slots)()
        for slot in range(slots):
            function = functions.get(slot) or _trap(f"{what} slot {slot}", unexpected)
            self._keep.append(function)
            table[slot] = ctypes.cast(function, c_void_p).value
        made = (c_void_p * 1)(ctypes.addressof(table))
        self._keep += [table, made]
        return made


def _trap(what: str, unexpected: list[str]) -> Any:
    def called(_: int | None) -> None:
        unexpected.append(what)

    return CFUNCTYPE(c_void_p, c_void_p)(called)


class Tensor(Face):
    SET_NAME, GET_NAME, GET_DIMENSIONS, GET_TYPE, IS_OUTPUT = 2, 3, 5, 7, 10
    SLOTS = 25

    def __init__(self, name: str, shape: Dims, dtype: int, unexpected: list[str]) -> None:
        self.name, self.shape, self.dtype = name, shape, dtype
        self._name = c_char_p(name.encode())
        functions = {
            self.SET_NAME: CFUNCTYPE(None, c_void_p, c_char_p)(self._set_name),
            self.GET_NAME: CFUNCTYPE(c_void_p, c_void_p)(lambda _: self._address_of_name()),
            # A large result is written where the caller says.
            self.GET_DIMENSIONS: CFUNCTYPE(c_void_p, POINTER(Dims), c_void_p)(self._get_dimensions),
            self.GET_TYPE: CFUNCTYPE(c_int32, c_void_p)(lambda _: self.dtype),
            self.IS_OUTPUT: CFUNCTYPE(ctypes.c_bool, c_void_p)(lambda _: False),
        }
        super().__init__([functions], self.SLOTS, unexpected)

    def _set_name(self, _: int, name: bytes) -> None:
        self.name = name.decode()
        self._name = c_char_p(name)

    def _address_of_name(self) -> int | None:
        return ctypes.cast(self._name, c_void_p).value

    def _get_dimensions(self, result: Any, _: int) -> int:
        result[0] = self.shape
        return ctypes.addressof(result.contents)


class Layer(Face):
    SET_NAME, GET_OUTPUT_COUNT, GET_OUTPUT = 3, 7, 8
    SLOTS = 20

    def __init__(self, output: Tensor, unexpected: list[str]) -> None:
        functions = {
            self.SET_NAME: CFUNCTYPE(None, c_void_p, c_char_p)(lambda _, name: None),
            self.GET_OUTPUT_COUNT: CFUNCTYPE(c_int32, c_void_p)(lambda _: 1),
            self.GET_OUTPUT: CFUNCTYPE(c_void_p, c_void_p, c_int32)(
                lambda _, index: output.address if index == 0 else None
            ),
        }
        # Base class first, then the kind of layer, of which nothing is asked.
        super().__init__([functions, {}], self.SLOTS, unexpected)


class Network(Face):
    """What a UFF graph of inputs, constants, custom nodes and outputs becomes."""

    ADD_INPUT, MARK_OUTPUT, ADD_CONSTANT, ADD_PLUGIN = 2, 3, 28, 33
    SLOTS = 70

    def __init__(self) -> None:
        self.unexpected: list[str] = []
        self.plugins: list[Plugin] = []
        self.inputs: dict[str, tuple[int, ...]] = {}
        self.outputs: list[str] = []
        self.constants: list[tuple[tuple[int, ...], list[float]]] = []
        self._tensors: dict[int, Tensor] = {}
        functions = {
            self.ADD_INPUT: CFUNCTYPE(c_void_p, c_void_p, c_char_p, c_int32, Dims)(self._add_input),
            self.MARK_OUTPUT: CFUNCTYPE(None, c_void_p, c_void_p)(self._mark_output),
            self.ADD_CONSTANT: CFUNCTYPE(c_void_p, c_void_p, Dims, Weights)(self._add_constant),
            self.ADD_PLUGIN: CFUNCTYPE(c_void_p, c_void_p, POINTER(c_void_p), c_int32, c_void_p)(
                self._add_plugin
            ),
        }
        super().__init__([functions], self.SLOTS, self.unexpected)

    def _tensor(self, name: str, shape: Dims, dtype: int) -> Tensor:
        made = Tensor(name, shape, dtype, self.unexpected)
        self._tensors[made.address] = made
        return made

    def _add_input(self, _: int, name: bytes, dtype: int, shape: Dims) -> int:
        self.inputs[name.decode()] = shape.tuple()
        return self._tensor(name.decode(), Dims.from_buffer_copy(shape), dtype).address

    def _mark_output(self, _: int, tensor: int) -> None:
        self.outputs.append(self._tensors[tensor].name)

    def _add_plugin(self, _: int, inputs: Any, count: int, plugin: int) -> int:
        tensors = [self._tensors[inputs[i]] for i in range(count)]
        self.plugins.append(_read_plugin(plugin, [tensor.name for tensor in tensors]))
        return self._layer(tensors[0].shape, tensors[0].dtype)

    def _add_constant(self, _: int, shape: Dims, weights: Weights) -> int:
        values = ctypes.cast(weights.values, POINTER(ctypes.c_float))[: weights.count]
        self.constants.append((shape.tuple(), values))
        return self._layer(Dims.from_buffer_copy(shape), weights.dtype)

    def _layer(self, shape: Dims, dtype: int) -> int:
        made = Layer(self._tensor("?", shape, dtype), self.unexpected)
        self._keep.append(made)
        return made.address


def _read_plugin(plugin: int, inputs: list[str]) -> Plugin:
    def call(slot: int, result: Any, *arguments: Any) -> Any:
        return method(plugin, slot, result, *(c_void_p for _ in arguments))(plugin, *arguments)

    blob = ctypes.create_string_buffer(call(11, c_size_t))
    call(12, None, ctypes.addressof(blob))
    return Plugin(call(1, c_char_p).decode(), call(2, c_char_p).decode(), inputs, blob.raw)


def method(this: int, slot: int, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The virtual function in a slot of an object's table."""
    table = ctypes.cast(this, POINTER(POINTER(c_void_p)))[0]
    return CFUNCTYPE(result, c_void_p, *arguments)(table[slot])


def parse(
    library: ctypes.CDLL, data: bytes, shapes: dict[str, tuple[int, ...]] | None = None
) -> Network | None:
    """What the parser of libnvparsers makes of a UFF file; None if it refuses."""
    library.createNvUffParser_INTERNAL.restype = c_void_p
    parser = library.createNvUffParser_INTERNAL()
    for name, shape in (shapes or {}).items():
        dims = Dims(len(shape), (c_int32 * 8)(*shape))
        assert method(parser, 0, ctypes.c_bool, c_char_p, Dims, c_int32)(
            parser, name.encode(), dims, 0
        )
    network = Network()
    parse_buffer = method(parser, 3, ctypes.c_bool, c_char_p, c_size_t, c_void_p, c_int32)
    good = parse_buffer(parser, data, len(data), network.address, 0)
    method(parser, 4, None)(parser)
    return network if good else None
