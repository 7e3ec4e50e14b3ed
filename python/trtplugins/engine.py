"""Engines: loading, saving, describing themselves."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from trtplugins import _core, tensorrt_log
from trtplugins.context import Context
from trtplugins.memory import MemoryResource

__all__ = ["Context", "Engine"]


class Engine:
    """A TensorRT engine. `engine(x)` runs it; `context()` makes what concurrent threads need.

    Attributes:
        inputs: what each input is called, its dtype, shape (-1: dynamic) and profiles.
        outputs: likewise.
    """

    def __init__(
        self, plan: bytes, *, allocator: MemoryResource | None = None, verbose: bool = False
    ) -> None:
        """Deserializes a plan.

        Args:
            plan: what `build` or TensorRT's own tools made, for this TensorRT and this GPU.
            allocator: where the device memory comes from; cudaMalloc by default.
            verbose: log TensorRT's verbose lines too.

        Raises:
            Error: with TensorRT's log lines.
        """
        self._resource = allocator or _core.cuda_memory()
        self._plan: bytes | None = bytes(plan)
        log = tensorrt_log.sink(verbose)
        self._engine: _core.Engine | None = _core.Engine(self._plan, allocator, log)
        self._device = _core.cuda.current_device()
        tensors = self._engine.tensors
        self.inputs: list[_core.TensorInfo] = [t for t in tensors if t.is_input]
        self.outputs: list[_core.TensorInfo] = [t for t in tensors if not t.is_input]
        self._context: Context | None = None

    @classmethod
    def load(cls, path: str | os.PathLike[str], allocator: MemoryResource | None = None) -> Engine:
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
            raise type(error)(f"{path}: {error}") from None

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the plan; whoever reads the file meanwhile sees the old one or the new one.

        Raises:
            Error: the file cannot be written.
        """
        plan = self.plan
        try:
            _write_at_once(Path(path), plan)
        except OSError as error:
            raise _core.Error(f"{path}: {error.strerror}") from error

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
        return Context(
            self._open().create_context(),
            [*self.inputs, *self.outputs],
            resource=self._resource,
            device=self._device,
            profile=profile,
        )

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Runs it in a context of its own; see `Context`. Not for several threads at a time."""
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


def _write_at_once(target: Path, data: bytes) -> None:
    """A file beside the target takes its place once it is complete."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)  # there is no other way to ask for it
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(target)
    except BaseException:
        temporary.unlink()
        raise
