"""Running an engine."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from trtplugins import _core, arrays, formats, quick_call
from trtplugins.memory import MemoryResource

Shapes = dict[str, Sequence[int]]


class GraphCounts(NamedTuple):
    """Of a context that replays CUDA graphs."""

    captures: int
    replays: int
    why_not: str  # why it has stopped to; empty otherwise


class Context:
    """Runs an engine, for one thread at a time; made by `Engine.context`.

    Inputs in host memory are copied, and the results are NumPy arrays, ready on return. Inputs in
    device memory (PyTorch, CuPy, anything with `__cuda_array_interface__` or DLPack) are used where
    they are, the results are arrays of the same framework, and the call does not wait for them:
    as with every asynchronous work, the inputs must stay as they are until it is done. Of a tensor
    whose layout is not linear, device memory holds an array of its physical shape, see
    `trtplugins.formats`; host arrays have the tensor's own shape and are rearranged.
    """

    def __init__(
        self,
        context: _core.Context,
        tensors: Sequence[_core.TensorInfo],
        *,
        resource: MemoryResource,
        device: int = 0,
        profile: int = 0,
    ) -> None:
        """See `Engine.context`.

        Args:
            context: TensorRT's.
            tensors: the engine's.
            resource: where device memory comes from.
            device: the GPU that the engine is on.
            profile: which optimisation profile to use.
        """
        self._context: _core.Context | None = context
        self._inputs = {t.name: t for t in tensors if t.is_input}
        self._outputs = {t.name: t for t in tensors if not t.is_input}
        self._data = [n for n, t in self._inputs.items() if t.location == "device"]
        self._extents = [n for n, t in self._inputs.items() if t.location == "host"]
        self._host = [n for n, t in self._outputs.items() if t.location == "host"]
        self._roles = {t.name: f"{_kind(t)} {t.name!r}" for t in tensors}
        self._dtypes = {t.name: t.dtype for t in tensors}
        self._layouts = {t.name: t for t in tensors if t.layout != "linear"}
        self._resource, self._device = resource, device
        self._shapes: Shapes = {}  # of inputs, as TensorRT knows them
        self._output_shapes: Shapes = {}
        self._slots = {t.name: i for i, t in enumerate(tensors)}
        self._addresses = [0] * len(tensors)  # by slot; 0 for what is set otherwise
        self._null: set[str] = set()  # the empty ones
        self.quick: quick_call.QuickCall | None = None  # to be tried first
        self._pinned: dict[str, tuple[_core.cuda.PinnedMemory, npt.NDArray[Any]]] = {}
        self._staged: dict[str, tuple[int, int]] = {}  # as the core context knows them
        self._buffers: dict[str, tuple[int, int]] = {}  # addresses and sizes, for host arrays
        self._stream = 0  # of its own, for host arrays
        self._kept: list[Any] = []  # what TensorRT reads in host memory
        if profile:
            context.set_profile(profile, 0)
            _core.cuda.stream_synchronize(0)  # streams that do not wait for this one are used, too

    def __call__(self, *args: Any, out: Any = None, stream: Any = None, **kwargs: Any) -> Any:
        """Runs the engine.

        Args:
            *args: inputs in the engine's order.
            **kwargs: inputs by name.
            out: arrays to write outputs to, by name; or the array, if the engine has one output.
            stream: where to run: a cudaStream_t as a number, or a stream object. By default the
                current stream of the inputs' framework.

        Returns:
            The output, or a dictionary if there are several.

        Raises:
            Error: an input does not fit, and which, what was expected and what came; or TensorRT
                failed. The context can be used again.
        """
        quick = self.quick
        if quick is not None and not kwargs:
            result = quick(args, out, stream)
            if result is not None:
                return result
        return self.call(args, kwargs, out, stream)

    def call(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], out: Any = None, stream: Any = None
    ) -> Any:
        """As a call that is not quick, of inputs that are together already."""
        given = self._given(args, kwargs)
        targets = {} if out is None else self._targets(out)
        run = self._on_device if self._is_on_device(given, targets) else self._on_host
        results = run(given, targets, stream)
        return next(iter(results.values())) if len(results) == 1 else results

    @property
    def graph(self) -> GraphCounts | None:
        """How often graphs were captured and replayed; None for a context without."""
        counts = self._open().graph_counts
        return None if counts is None else GraphCounts(*counts)

    def set_profiler(self, times: _core.LayerProfile) -> None:
        """Reports the times of the layers of every run, which then waits for its end."""
        _core.set_profiler(self._open(), times)

    def close(self) -> None:
        """Frees the context's device memory."""
        self._context = self.quick = None
        self._pinned.clear()
        while self._buffers:
            _, (address, size) = self._buffers.popitem()
            self._resource.deallocate(address, size, stream=self._stream)
        stream, self._stream = self._stream, 0
        if stream:
            _core.cuda.stream_destroy(stream)

    def __del__(self) -> None:
        in_use = getattr(self, "_buffers", None) or getattr(self, "_stream", 0)
        if in_use and not sys.is_finalizing():
            self.close()

    def __enter__(self) -> Context:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- what was given --------------------------------------------------------------------------

    def _given(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """Every input by name."""
        given = dict(zip(self._inputs, args))
        if len(args) > len(self._inputs):
            raise _core.Error(f"expected {len(self._inputs)} inputs, got {len(args)}")
        for name, array in kwargs.items():
            if name not in self._inputs:
                raise _core.Error(f"there is no input {name!r}; expected {', '.join(self._inputs)}")
            if name in given:
                raise _core.Error(f"input {name!r} was given twice")
            given[name] = array
        if len(given) < len(self._inputs):
            missing = ", ".join(name for name in self._inputs if name not in given)
            raise _core.Error(f"missing inputs: {missing}")
        return given

    def _targets(self, out: Any) -> Mapping[str, Any]:
        """The given output arrays by name."""
        if not isinstance(out, Mapping):
            if len(self._outputs) != 1:
                names = ", ".join(self._outputs)
                raise _core.Error(f"out: expected a dictionary with outputs of {names}")
            return dict.fromkeys(self._outputs, out)
        for name in out:
            if name not in self._outputs:
                names = ", ".join(self._outputs)
                raise _core.Error(f"there is no output {name!r}; expected {names}")
        return out

    def _is_on_device(self, given: Mapping[str, Any], out: Mapping[str, Any]) -> bool:
        """Whether the arrays are in device memory: all of them are, or none."""
        for name in self._extents:
            if arrays.on_device(given[name]):
                raise _core.Error(f"input {name!r} is a shape: expected host memory, got device")
        where = [arrays.on_device(given[name]) for name in self._data]
        if any(where) and not all(where):
            host = ", ".join(repr(n) for n, device in zip(self._data, where) if not device)
            raise _core.Error(
                f"inputs {host} are in host memory and others in device memory: give all of them "
                "in one"
            )
        device = where[0] if where else any(arrays.on_device(a) for a in out.values())
        for name, array in out.items():
            if arrays.on_device(array) != device:
                memory = ("host", "device")[device]
                raise _core.Error(f"output {name!r}: expected {memory} memory, like the inputs")
        return device

    # -- running ---------------------------------------------------------------------------------

    def _remember(self, given: Mapping[str, Any], results: Mapping[str, Any]) -> None:
        """Prepares quick calls, if such calls are simple enough for it."""
        if self._extents or self._host or self._layouts or self._null:
            return

        def tensors(values: Mapping[str, Any]) -> list[quick_call.Tensor]:
            return [
                quick_call.Tensor(n, self._slots[n], self._dtypes[n], values[n])
                for n in self._slots
                if n in values
            ]

        self.quick = quick_call.prepare(
            self._open(),
            self._addresses,
            tensors(given),
            tensors(results),
            self._resource,
            self._device,
        )

    def _on_device(
        self, given: Mapping[str, Any], out: Mapping[str, Any], stream: Any
    ) -> dict[str, Any]:
        context = self._open()
        self.quick = None
        for name in list(self._staged):
            self._stage(name, 0, 0)
        roles, dtypes = self._roles, self._dtypes
        views = {n: arrays.device_view(roles[n], given[n], self._device) for n in self._data}
        targets = {n: arrays.device_view(roles[n], a, self._device) for n, a in out.items()}
        for name, view in views.items():
            if view.dtype != dtypes[name]:
                raise _core.Error(f"{roles[name]}: expected {dtypes[name]}, got {view.dtype}")
        shapes = {n: view.shape for n, view in views.items()}
        if self._layouts:
            shapes = {name: self._logical(name, shape) for name, shape in shapes.items()}
        shapes = self._set_shapes(shapes, given)
        if self._layouts:
            shapes = {name: self._physical(name, shape) for name, shape in shapes.items()}
        first = next(iter((views or targets).values())).array
        handle = arrays.current_stream(first) if stream is None else arrays.stream_handle(stream)

        results = {}
        for name, shape in shapes.items():
            target = targets.get(name)
            if target is None:
                array = arrays.empty(
                    first, shape, dtypes[name], resource=self._resource, stream=handle, keep=stream
                )
                target = arrays.device_view(roles[name], array, self._device)
                results[name] = array
            else:
                self._check_output(name, target.dtype, target.shape, shape)
                results[name] = out[name]
            if name not in self._host:
                self._set_address(name, target.address)
        for name, view in views.items():
            self._set_address(name, view.address)
        on_host = {name: self._set_host_output(name, shapes[name]) for name in self._host}
        for array in (*(given[name] for name in self._data), *out.values()):
            arrays.wait_for(array, handle)
        context.run(self._addresses, handle)
        for name, array in on_host.items():  # written by the host, hence when the stream is done
            _core.cuda.stream_synchronize(handle)
            target = targets.get(name) or arrays.device_view(
                roles[name], results[name], self._device
            )
            _core.cuda.copy_to_device(target.address, array, handle)
            _core.cuda.stream_synchronize(handle)
        self._remember(given, results)
        return results

    def _on_host(
        self, given: Mapping[str, Any], out: Mapping[str, Any], stream: Any
    ) -> dict[str, Any]:
        context = self._open()
        self.quick = None
        hosts = {
            name: arrays.host_view(self._roles[name], given[name], self._dtypes[name])
            for name in self._data
        }
        shapes = self._set_shapes({n: a.shape for n, a in hosts.items()}, given)
        logical = {n: self._host_output(n, out.get(n), shape) for n, shape in shapes.items()}
        results = dict(logical)
        for name, tensor in self._layouts.items():
            if name in hosts:
                hosts[name] = formats.pack(hosts[name], tensor.layout)
            elif name in results:
                physical = formats.physical_shape(shapes[name], tensor.layout)
                results[name] = np.empty(physical, self._dtypes[name])
        handle = self._own_stream() if stream is None else arrays.stream_handle(stream)
        for name, array in (*hosts.items(), *results.items()):
            if name not in self._host:
                self._set_address(name, self._buffer(name, array.nbytes, handle))
                pinned = self._pinned_for(name, array.nbytes)
                self._stage(name, 0 if pinned is None else pinned.address, array.nbytes)
        on_host = {name: self._set_host_output(name, shapes[name]) for name in self._host}
        try:
            for name, array in hosts.items():
                if array.nbytes:
                    np.copyto(self._staging_of(name, array), array)
            context.run(self._addresses, handle)
        finally:  # no copy may go on after the arrays are let go of, whatever went wrong
            _core.cuda.stream_synchronize(handle)
        for name, array in results.items():
            if array.nbytes and name not in self._host:
                np.copyto(array, self._staging_of(name, array))
        for name, array in on_host.items():
            results[name][...] = array
        for name in self._layouts:
            if name in results:
                layout, shape = self._layouts[name].layout, shapes[name]
                logical[name][...] = formats.unpack(results[name], layout, shape)
        return logical

    def _logical(self, name: str, shape: Sequence[int]) -> Sequence[int]:
        """The shape as TensorRT knows it, of an array in the tensor's layout."""
        tensor = self._layouts.get(name)
        if tensor is None:
            return shape
        try:
            return formats.logical_shape(shape, tensor.layout, tensor.shape)
        except _core.Error as error:
            raise _core.Error(f"{self._roles[name]}: {error}") from None

    def _physical(self, name: str, shape: Sequence[int]) -> Sequence[int]:
        tensor = self._layouts.get(name)
        return shape if tensor is None else formats.physical_shape(shape, tensor.layout)

    def _set_host_output(self, name: str, shape: Sequence[int]) -> npt.NDArray[Any]:
        """Memory for an output that TensorRT computes on the host: a shape, or a constant."""
        array = np.empty(shape, self._dtypes[name])
        self._open().set_address(name, array.ctypes.data)
        return array

    def _set_shapes(self, shapes: Shapes, given: Mapping[str, Any]) -> Shapes:
        """Tells TensorRT the shapes of the inputs; those of the outputs."""
        if shapes == self._shapes and not self._extents and self._output_shapes:
            return self._output_shapes
        context = self._open()
        self._shapes = {}  # should one be refused, all are set again the next time
        for name, shape in shapes.items():
            context.set_shape(name, shape)
        kept = []
        for name in self._extents:
            array = arrays.host_view(self._roles[name], given[name], self._dtypes[name])
            context.set_shape(name, array.shape)
            context.set_address(name, array.ctypes.data)
            kept.append(array)
        self._kept = kept
        self._output_shapes = {name: context.shape(name) for name in self._outputs}
        self._shapes = shapes
        return self._output_shapes

    def _set_address(self, name: str, address: int) -> None:
        if address:
            self._null.discard(name)
        elif name not in self._null:
            self._open().set_address(name, 0)
            self._null.add(name)
        self._addresses[self._slots[name]] = address

    def _pinned_for(self, name: str, size: int) -> _core.cuda.PinnedMemory | None:
        """Host memory for a tensor that the GPU copies by itself, kept while it suffices."""
        if size == 0:
            return None
        entry = self._pinned.get(name)
        if entry is None or entry[1].size < size:
            pinned = _core.cuda.PinnedMemory(size)
            entry = self._pinned[name] = (pinned, np.asarray(pinned))
        return entry[0]

    def _staging_of(self, name: str, array: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The pinned memory as an array like this one."""
        return self._pinned[name][1][: array.nbytes].view(array.dtype).reshape(array.shape)

    def _stage(self, name: str, address: int, size: int) -> None:
        if self._staged.get(name) != (address, size):
            self._open().set_staging(name, address, size)
            self._staged[name] = (address, size)

    def _host_output(self, name: str, array: Any, shape: Sequence[int]) -> npt.NDArray[Any]:
        if array is None:
            return np.empty(shape, self._dtypes[name])
        if not isinstance(array, np.ndarray):
            raise _core.Error(
                f"output {name!r}: expected a NumPy array, got {type(array).__name__}"
            )
        if not (array.flags.c_contiguous and array.flags.writeable):
            raise _core.Error(f"output {name!r}: expected a contiguous array that can be written")
        self._check_output(name, str(array.dtype), array.shape, shape)
        return array

    def _check_output(
        self, name: str, dtype: str, shape: Sequence[int], expected: Sequence[int]
    ) -> None:
        if dtype != self._dtypes[name] or tuple(shape) != tuple(expected):
            raise _core.Error(
                f"output {name!r}: expected {self._dtypes[name]}{list(expected)}, "
                f"got {dtype}{list(shape)}"
            )

    def _buffer(self, name: str, size: int, stream: int) -> int:
        """Device memory for a tensor, kept while it suffices; 0 for an empty one.

        Nothing is at work on it: every run that uses it ends with a wait.
        """
        if size == 0:
            return 0
        address, capacity = self._buffers.get(name, (0, 0))
        if capacity < size:
            if capacity:
                del self._buffers[name]
                self._resource.deallocate(address, capacity, stream=stream)
            address = self._resource.allocate(size, stream=stream)
            self._buffers[name] = (address, size)
        return address

    def _own_stream(self) -> int:
        if not self._stream:
            self._stream = _core.cuda.stream_create()
        return self._stream

    def _open(self) -> _core.Context:
        if self._context is None:
            raise _core.Error("the context is closed")
        return self._context


def _kind(tensor: _core.TensorInfo) -> str:
    return "input" if tensor.is_input else "output"
