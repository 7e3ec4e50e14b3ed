"""Engines: loading, saving, describing themselves."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from typing import Any, overload

import numpy.typing as npt

from trtplugins import _core, inspection, tensorrt_log
from trtplugins.context import Context
from trtplugins.inspection import Inspection
from trtplugins.memory import MemoryResource
from trtplugins.profiling import Profile
from trtplugins.refit import Refit

__all__ = ["Context", "Engine"]

_log = logging.getLogger("trtplugins.engine")


class Engine:
    """A TensorRT engine. `engine(x)` runs it; `context()` makes what concurrent threads need.

    Attributes:
        inputs: what each input is called, its dtype, shape (-1: dynamic) and profiles.
        outputs: likewise.
    """

    def __init__(
        self,
        plan: bytes | _core.PlanFile,
        *,
        allocator: MemoryResource | None = None,
        engine_host_code_allowed: bool = False,
        verbose: bool = False,
    ) -> None:
        """Deserializes a plan.

        Args:
            plan: what `build` or TensorRT's own tools made, for this TensorRT and this GPU; or
                what `save` wrote.
            allocator: where the device memory comes from; cudaMalloc by default.
            engine_host_code_allowed: let code in the plan run, which version-compatible plans and
                plans with plugin libraries have: for plans that you trust.
            verbose: log TensorRT's verbose lines too.

        Raises:
            PlanError: the plan cannot be used here: what was found, what was expected, and
                TensorRT's log lines.
            OutOfMemory: too little device memory.
            Error: there is no GPU.
        """
        self._resource = allocator or _core.cuda_memory()
        self._plan: bytes | _core.PlanFile | None  # None: has to be serialized
        self._header: _core.PlanHeader | None
        log = tensorrt_log.sink(verbose)
        self._engine: _core.Engine | None
        if isinstance(plan, _core.PlanFile):
            self._engine = _core.Engine(plan, allocator, log, engine_host_code_allowed)
            self._plan, self._header = plan, plan.header
        else:
            data = bytes(plan)
            self._engine = _core.Engine(data, allocator, log, engine_host_code_allowed)
            self._header, start = _core.unpack_plan(data)
            self._plan = data[start:]
        self._device = _core.cuda.current_device()
        tensors = self._engine.tensors
        self.inputs: list[_core.TensorInfo] = [t for t in tensors if t.is_input]
        self.outputs: list[_core.TensorInfo] = [t for t in tensors if not t.is_input]
        self._context: Context | None = None

    @classmethod
    def load(
        cls,
        path: str | os.PathLike[str],
        allocator: MemoryResource | None = None,
        *,
        mapped: bool = True,
        engine_host_code_allowed: bool = False,
        verbose: bool = False,
    ) -> Engine:
        """The engine whose plan is in this file, with a header or bare.

        Args:
            path: the file.
            allocator: where the device memory comes from; cudaMalloc by default.
            mapped: map the file into memory instead of reading it: faster, and processes that load
                the same file share its memory. It must then be replaced, not changed in place,
                as `save` does.
            engine_host_code_allowed: let code in the plan run, which version-compatible plans and
                plans with plugin libraries have: for plans that you trust.
            verbose: log TensorRT's verbose lines too.

        Raises:
            PlanError: the plan cannot be used here: it is damaged, of another TensorRT or for
                another GPU, or needs operators that are not registered; what was found and what
                was expected.
            OutOfMemory: too little device memory.
            Error: the file cannot be read, or there is no GPU.
        """
        file = _core.PlanFile(os.fsdecode(path), mapped)
        try:
            return cls(
                file,
                allocator=allocator,
                engine_host_code_allowed=engine_host_code_allowed,
                verbose=verbose,
            )
        except _core.Error as error:
            raise type(error)(f"{path}: {error}") from None

    def save(self, path: str | os.PathLike[str], *, header: bool = True) -> None:
        """Writes the plan; whoever reads the file meanwhile sees the old one or the new one.

        Args:
            path: the file.
            header: put before the plan what it needs and checksums, so that `load` can refuse it
                with the reason. TensorRT's own tools read files without.

        Raises:
            Error: the file cannot be written.
        """
        engine, plan = self._open(), self._current_plan()
        if header and self._header is None:
            self._header = _core.header_for(plan, engine)
        _core.write_plan(os.fsdecode(path), plan, self._header if header else None)

    @property
    def plan(self) -> bytes:
        """The serialized engine, as any TensorRT of this version reads it."""
        self._open()
        return bytes(self._current_plan())

    def _current_plan(self) -> bytes | _core.PlanFile:
        if self._plan is None:
            self._plan = self._open().plan()
        if isinstance(self._plan, _core.PlanFile):
            self._plan.check_unchanged()
        return self._plan

    # -- new weights -----------------------------------------------------------------------------

    @property
    def is_refittable(self) -> bool:
        """Whether `refit` can give it new weights."""
        return self._open().is_refittable

    @overload
    def refit(self) -> Refit: ...
    @overload
    def refit(self, weights: Mapping[Any, npt.ArrayLike]) -> None: ...
    def refit(self, weights: Mapping[Any, npt.ArrayLike] | None = None) -> Refit | None:
        """Gives the engine new weights without building it again.

        `engine.refit({"conv1.weight": array})`, or step by step:
        `with engine.refit() as r: r["conv1", "kernel"] = array`. Contexts made before cannot be
        used afterwards; nothing may be running or be enqueued meanwhile.

        Args:
            weights: by name, or by (layer, role).

        Raises:
            Error: the engine was not built with `refittable=True`; there are no such weights, and
                which there are; an array does not fit; weights are missing, and which. The engine
                is then as it was.
        """
        refit = Refit(self._open(), self._refitted)
        if weights is None:
            return refit
        refit.update(weights)
        refit.commit()
        return None

    def _refitted(self) -> None:
        self._plan = self._header = None
        context = self.swap_context(None)
        if context is not None:
            context.close()

    # -- looking inside --------------------------------------------------------------------------

    def inspect(self) -> Inspection:
        """The engine's layers; more than names if it was built with detailed profiling verbosity.

        Raises:
            Error: with TensorRT's log lines.
        """
        return inspection.parse(_core.inspect(self._open()))

    def profile(self, feeds: Any = None, repeats: int = 10, *, warm_up: int = 2) -> Profile:
        """How long each layer takes.

        `engine.profile(x, repeats=20).table()`, or for runs of your own
        `with engine.profile() as p: engine(x)`.

        Args:
            feeds: inputs by name, in order, or the only one.
            repeats: runs to measure.
            warm_up: runs before them.

        Raises:
            Error: as a call of the engine.
        """
        self._open()
        profile = Profile(self)
        return profile if feeds is None else profile.run(feeds, repeats, warm_up)

    def profiled_context(self, times: _core.LayerProfile) -> Context:
        """A context that reports to `times`; every run then waits for its end."""
        context = self.context()
        context.set_profiler(times)
        return context

    def swap_context(self, context: Context | None) -> Context | None:
        """Makes `engine(...)` use this context, or a new one; returns the one before."""
        before, self._context = self._context, context
        return before

    @property
    def device_memory_size(self) -> int:
        """Bytes of device memory that each context takes."""
        return self._open().device_memory_size

    def context(
        self,
        *,
        profile: int = 0,
        graph: bool = False,
        memory: _core.SharedActivations | None = None,
    ) -> Context:
        """Something to run the engine with, for one thread at a time; any number may run at once.

        Args:
            profile: which of the optimisation profiles its shapes are in.
            graph: replay CUDA graphs. Of the same shapes and addresses the first run is plain, the
                second is captured, others are replayed; other shapes begin anew. An engine that
                cannot be captured runs as ever, and the log says why.
            memory: scratch memory that it shares with other contexts, of this engine or others; its
                own by default. Such contexts never run at once: each waits for the one before.
        """
        engine = self._open()
        in_host_memory = [t.name for t in engine.tensors if t.location == "host"]
        if graph and in_host_memory:
            names = ", ".join(in_host_memory)
            _log.warning("the engine is run without CUDA graphs: %s in host memory", names)
            graph = False
        return Context(
            engine.create_context(memory, graph),
            engine.tensors,
            resource=self._resource,
            device=self._device,
            profile=profile,
        )

    def __call__(self, *args: Any, out: Any = None, stream: Any = None, **kwargs: Any) -> Any:
        """Runs it in a context of its own; see `Context`. Not for several threads at a time."""
        context = self._context
        if context is None:
            context = self._context = self.context()
        quick = context.quick
        if quick is not None and not kwargs:
            result = quick(args, out, stream)
            if result is not None:
                return result
        return context.call(args, kwargs, out, stream)

    def close(self) -> None:
        """Lets go of the engine, its own context and their device memory; contexts live on."""
        if self._context is not None:
            self._context.close()
        self._context = self._engine = self._plan = self._header = None

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
