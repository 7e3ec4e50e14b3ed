"""Other implementations of an operator, measured beside it in the same run."""

from __future__ import annotations

import ctypes
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from trtplugins import _core
from trtplugins.bench.case import Work
from trtplugins.bench.device import Device
from trtplugins.bench.engine import engine_call
from trtplugins.bench.sets import Sets
from trtplugins.bench.timing import Call
from trtplugins.single_node import single_node


class Unavailable(Exception):
    """This peer cannot run here; the message says why."""


class Peer(Protocol):
    """`prepare` raises Unavailable where the peer cannot run."""

    @property
    def name(self) -> str: ...

    def prepare(self, work: Work, sets: Sets, device: Device) -> Call: ...


@dataclass(frozen=True)
class TorchPeer:
    """A function of PyTorch's, `function(torch, *tensors)`, eager, on the benchmark's stream."""

    name: str
    function: Callable[..., object]

    def prepare(self, work: Work, sets: Sets, device: Device) -> Call:
        try:
            torch = importlib.import_module("torch")
        except ImportError as error:
            raise Unavailable(f"PyTorch cannot be imported: {error}") from error
        if not torch.cuda.is_available():
            raise Unavailable("this PyTorch sees no GPU")
        torch.cuda.set_stream(torch.cuda.ExternalStream(device.stream))
        tensors = [
            [torch.as_tensor(array, device="cuda") for array in arrays.values()]
            for arrays in sets.inputs
        ]
        try:
            self.function(torch, *tensors[0])
        except RuntimeError as error:  # cuFFT, for one, has float16 for powers of two alone
            raise Unavailable(f"PyTorch: {str(error).splitlines()[0]}") from error

        def call(i: int) -> None:
            self.function(torch, *tensors[i % len(tensors)])

        return call


@dataclass(frozen=True)
class PluginPeer:
    """A plugin of NVIDIA's own library, through an engine of ours, with the same inputs.

    Attributes:
        plugin: the name it is registered under.
        attributes: its fields, given the name of the first input's dtype.
        version: of the plugin.
    """

    plugin: str
    attributes: Callable[[str], Mapping[str, Any]]
    version: str = "1"

    @property
    def name(self) -> str:
        return f"NVIDIA's plugin {self.plugin}"

    def prepare(self, work: Work, sets: Sets, device: Device) -> Call:
        _register_nvidia_plugins()
        attributes = self.attributes(work.inputs[0].dtype)
        model = single_node(
            self.plugin, work.inputs, work.outputs, attributes, version=self.version
        )
        try:
            return engine_call(model, sets, device)
        except _core.Error as error:
            raise Unavailable(str(error).splitlines()[0]) from error


def _register_nvidia_plugins() -> None:
    folder = Path(_core.tensorrt()["path"]).parent
    try:
        library = ctypes.CDLL(str(folder / "libnvinfer_plugin.so.8"))
    except OSError as error:
        raise Unavailable(f"NVIDIA's plugin library cannot be loaded: {error}") from error
    library.initLibNvInferPlugins(None, b"")
