"""Engines: loading, saving, running."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from trtplugins import _core, arrays
from trtplugins.memory import MemoryResource

Shapes = dict[str, tuple[int, ...]]


class Engine:
    """A TensorRT engine. `engine(x)` runs it; `context()` makes what concurrent threads need.

    Attributes:
        inputs, outputs: what each tensor is called, its dtype, shape (-1: dynamic) and profiles.
    """

    def __init__(self, plan: bytes, *, allocator: MemoryResource | None = None) -> None:
        """Deserializes a plan.

        Args:
            plan: what `build` or TensorRT's own tools made, for this TensorRT and this GPU.
            allocator: where the device memory comes from; cudaMalloc by default.

        Raises:
            Error: with TensorRT's log lines.
        """
        self._resource = allocator or _core.cuda_memory()
        self._plan: bytes | None = bytes(plan)
        self._engine: _core.Engine | None = _core.Engine(self._plan, allocator)
        tensors = self._engine.tensors
        self.inputs: list[_core.TensorInfo] = [t for t in tensors if t.is_input]
        self.outputs: list[_core.TensorInfo] = [t for t in tensors if not t.is_input]
        self._context: Context | None = None

    @classmethod
    def load(
        cls, path: str | os.PathLike[str], *, allocator: MemoryResource | None = None
    ) -> Engine:
        """The engine whose plan is in this file.

        Raises:
            Error: there is no such file, or TensorRT cannot use it: then with its log lines.
        """
        try:
            plan = Path(path).read_bytes()
        except OSError as error:
            raise _core.Error(f"{path}: {error.strerror}") from error
        try:
            return cls(plan, allocator=allocator)
        except _core.Error as error:
            raise _core.Error(f"{path}: {error}") from None

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the plan; whoever reads the file meanwhile sees the old one or the new one."""
        target = Path(path)
        with tempfile.NamedTemporaryFile(
            dir=target.parent, prefix=target.name, suffix=".tmp", delete=False
        ) as file:
            try:
                file.write(self.plan)
                file.flush()
                os.fsync(file.fileno())
                mask = os.umask(0)
                os.umask(mask)
                Path(file.name).chmod(0o666 & ~mask)
                Path(file.name).replace(target)
            except BaseException:
                Path(file.name).unlink()
                raise

    @property
    def plan(self) -> bytes:
        """The serialized engine, as any TensorRT of this version reads it."""
        if self._plan is None:
            raise _core.Error("the engine is closed")
        return self._plan

    @property
    def device_memory_size(self) -> int:
        """Bytes of device memory that each context takes."""
        return self._open().device_memory_size

    def context(self, *, profile: int = 0) -> Context:
        """Something to run the engine with, for one thread at a time; any number may run at once.

        Args:
            profile: which of the optimisation profiles its shapes are in.
        """
        return Context(self, self._open().create_context(), self._resource, profile)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Runs it in a context of its own; see Context. Not for several threads at a time."""
        if self._context is None:
            self._context = self.context()
        return self._context(*args, **kwargs)

    def close(self) -> None:
        """Lets go of the engine, its own context and their device memory; contexts live on."""
        if self._context is not None:
            self._context.close()
        self._context = self._engine = self._plan = None

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        def tensors(infos: list[_core.TensorInfo]) -> str:
            return ", ".join(f"{t.name}: {t.dtype}{list(t.shape)}" for t in infos)

        closed = " (closed)" if self._engine is None else ""
        return f"<Engine ({tensors(self.inputs)}) -> ({tensors(self.outputs)}){closed}>"

    def _open(self) -> _core.Engine:
        if self._engine is None:
            raise _core.Error("the engine is closed")
        return self._engine


class Context:
    """Runs an engine, for one thread at a time.

    Inputs in host memory are copied, and the results are NumPy arrays, ready on return. Inputs in
    device memory (PyTorch, CuPy, anything with `__cuda_array_interface__` or DLPack) are used where
    they are, the results are arrays of the same framework, and the call does not wait for them.
    """

    def __init__(
        self, engine: Engine, context: _core.Context, resource: MemoryResource, profile: int
    ) -> None:
        self._context: _core.Context | None = context
        self._inputs = {t.name: t for t in engine.inputs}
        self._outputs = {t.name: t for t in engine.outputs}
        self._resource = resource
        self._shapes: Shapes = {}
        self._output_shapes: Shapes = {}
        self._buffers: dict[str, tuple[int, int]] = {}  # device memory kept between calls
        self._stream = 0
        if profile:
            context.set_profile(profile, 0)

    def __call__(
        self, *args: Any, out: Mapping[str, Any] | None = None, stream: Any = None, **kwargs: Any
    ) -> Any:
        """Runs the engine.

        Args:
            *args: inputs in the engine's order.
            **kwargs: inputs by name.
            out: arrays to write outputs to, by name.
            stream: where to run: a cudaStream_t as a number, or a stream object. By default the
                current stream of the inputs' framework.

        Returns:
            The output, or a dictionary if there are several.

        Raises:
            Error: an input does not fit, and which, what was expected and what came; or TensorRT
                failed. The context can be used again.
        """
        given = self._given(args, kwargs)
        out = out or {}
        self._only(out, self._outputs, "output")
        device = {name for name, array in given.items() if arrays.on_device(array)}
        wanted = {n for n, t in self._inputs.items() if t.location == "device"}
        if device and device != wanted:
            host = ", ".join(repr(n) for n in self._inputs if n in wanted - device)
            raise _core.Error(
                f"inputs {host} are in host memory and others in device memory: give all of them "
                "in one"
                if host
                else f"inputs {sorted(device - wanted)} are shapes: give them in host memory"
            )
        run = self._on_device if device or (not wanted and out) else self._on_host
        results = run(given, out, stream)
        return next(iter(results.values())) if len(results) == 1 else results

    def close(self) -> None:
        """Frees the context's device memory."""
        for address, size in self._buffers.values():
            self._resource.deallocate(address, size)
        self._buffers.clear()
        if self._stream:
            _core.cuda.stream_destroy(self._stream)
        self._stream = 0
        self._context = None

    def __del__(self) -> None:
        if getattr(self, "_buffers", None) or getattr(self, "_stream", 0):
            self.close()

    def __enter__(self) -> Context:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self) -> _core.Context:
        if self._context is None:
            raise _core.Error("the context is closed")
        return self._context

    def _given(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        if len(args) > len(self._inputs):
            raise _core.Error(f"expected {len(self._inputs)} inputs, got {len(args)}")
        given = dict(zip(self._inputs, args))
        self._only(kwargs, self._inputs, "input")
        for name, array in kwargs.items():
            if name in given:
                raise _core.Error(f"input {name!r} was given twice")
            given[name] = array
        missing = [name for name in self._inputs if name not in given]
        if missing:
            raise _core.Error(f"missing inputs: {', '.join(missing)}")
        return given

    @staticmethod
    def _only(given: Mapping[str, Any], known: Mapping[str, Any], what: str) -> None:
        for name in given:
            if name not in known:
                raise _core.Error(f"there is no {what} {name!r}; expected {', '.join(known)}")

    def _set_shapes(self, shapes: Shapes) -> Shapes:
        """The shapes of the outputs for these of the inputs."""
        if shapes != self._shapes:
            context = self._open()
            self._shapes = {}  # should one be refused, all are set again the next time
            for name, shape in shapes.items():
                context.set_shape(name, shape)
            self._output_shapes = {name: context.shape(name) for name in self._outputs}
            self._shapes = shapes
        return self._output_shapes

    def _set_host_inputs(self, given: dict[str, Any]) -> list[npt.NDArray[Any]]:
        """Inputs whose values are extents; the result must live until the engine has run."""
        kept = []
        for name, info in self._inputs.items():
            if info.location == "host":
                array = arrays.host_view(name, given[name], info.dtype)
                self._open().set_address(name, array.ctypes.data)
                self._shapes = {}  # extents of outputs depend on the values
                kept.append(array)
        return kept

    def _on_device(
        self, given: dict[str, Any], out: Mapping[str, Any], stream: Any
    ) -> dict[str, Any]:
        context = self._open()
        kept = self._set_host_inputs(given)
        device = {n: a for n, a in given.items() if self._inputs[n].location == "device"}
        views = {name: arrays.device_view(f"input {name!r}", a) for name, a in device.items()}
        for name, view in views.items():
            if view.dtype != self._inputs[name].dtype:
                raise _core.Error(
                    f"input {name!r}: expected {self._inputs[name].dtype}, got {view.dtype}"
                )
        shapes = self._set_shapes({name: view.shape for name, view in views.items()})
        first = next(iter((device or out).values()))
        results = {}
        for name, shape in shapes.items():
            array = out.get(name)
            if array is None:
                dtype = self._outputs[name].dtype
                array = arrays.empty_like(first, shape, dtype, self._resource)
            target = arrays.device_view(f"output {name!r}", array)
            self._check_output(name, target.dtype, target.shape, shape)
            context.set_address(name, target.address)
            results[name] = array
        for name, view in views.items():
            context.set_address(name, view.address)
        handle = arrays.current_stream(first) if stream is None else arrays.stream_handle(stream)
        context.enqueue(handle)
        del kept
        return results

    def _on_host(
        self, given: dict[str, Any], out: Mapping[str, Any], stream: Any
    ) -> dict[str, Any]:
        context = self._open()
        if stream is None:
            if not self._stream:
                self._stream = _core.cuda.stream_create()
            handle = self._stream
        else:
            handle = arrays.stream_handle(stream)
        kept = self._set_host_inputs(given)
        hosts = {
            name: arrays.host_view(name, array, self._inputs[name].dtype)
            for name, array in given.items()
            if self._inputs[name].location == "device"
        }
        shapes = self._set_shapes({name: a.shape for name, a in hosts.items()})
        results: dict[str, npt.NDArray[Any]] = {}
        for name, shape in shapes.items():
            array = out.get(name)
            if array is None:
                array = np.empty(shape, self._outputs[name].dtype)
            if not isinstance(array, np.ndarray) or not array.flags.c_contiguous:
                raise _core.Error(f"output {name!r}: expected a contiguous NumPy array")
            self._check_output(name, array.dtype.name, array.shape, shape)
            context.set_address(name, self._buffer(name, array.nbytes))
            results[name] = array
        for name, array in hosts.items():
            address = self._buffer(name, array.nbytes)
            if array.nbytes:
                _core.cuda.copy_to_device(address, array, handle)
            context.set_address(name, address)
        context.enqueue(handle)
        for name, array in results.items():
            if array.nbytes:
                _core.cuda.copy_to_host(array, self._buffers[name][0], handle)
        _core.cuda.stream_synchronize(handle)
        del kept
        return results

    def _check_output(
        self, name: str, dtype: str, shape: tuple[int, ...], expected: tuple[int, ...]
    ) -> None:
        if dtype != self._outputs[name].dtype or tuple(shape) != tuple(expected):
            raise _core.Error(
                f"output {name!r}: expected {self._outputs[name].dtype}{list(expected)}, "
                f"got {dtype}{list(shape)}"
            )

    def _buffer(self, name: str, size: int) -> int:
        """Device memory for a tensor, kept while it suffices."""
        address, capacity = self._buffers.get(name, (0, 0))
        if capacity < size:
            if capacity:
                del self._buffers[name]
                self._resource.deallocate(address, capacity)
            address = self._resource.allocate(size)
            self._buffers[name] = (address, size)
        return address if size else 0
