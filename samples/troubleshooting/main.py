"""Make common mistakes, and see whether the messages name what README.md promises."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import trtplugins as tp
from trtplugins import _core, system

README = Path(__file__).with_name("README.md")
PROFILES = {"x": [(1, 8), (4, 8), (16, 8)]}

Array = np.ndarray[Any, Any]


class Promise(NamedTuple):
    """A row of the README's table."""

    mistake: str
    needs: str
    words: list[str]


def promises() -> list[Promise]:
    """The README's table."""
    rows = re.findall(r"^\| `(.+?)`\s*\|(.*?)\|(.*)\|$", README.read_text(), re.M)
    return [Promise(name, needs.strip(), re.findall("`(.+?)`", told)) for name, needs, told in rows]


def weights() -> dict[str, Array]:
    """Of the network."""
    rng = np.random.default_rng(0)
    return {n: rng.standard_normal((8, 8)[:k]).astype(np.float32) for n, k in (("w", 2), ("b", 1))}


def network(activation: str = "Gelu", **attributes: Any) -> onnx.ModelProto:
    """Y = activation(x w + b), of any batch."""
    nodes = [
        helper.make_node("Gemm", ["x", "w", "b"], ["h"], name="product"),
        helper.make_node(activation, ["h"], ["y"], name="activation", **attributes),
    ]
    graph = helper.make_graph(
        nodes,
        "mistakes",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 8])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 8])],
        [numpy_helper.from_array(array, name) for name, array in weights().items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)


class DeviceArray:
    """What frameworks say of their arrays."""

    def __init__(self, address: int, shape: tuple[int, ...], strides: Any = None) -> None:
        self.__cuda_array_interface__ = {
            "shape": shape,
            "typestr": "<f4",
            "data": (address, False),
            "strides": strides,
            "version": 3,
        }


@contextmanager
def without_the_library() -> Iterator[None]:
    """As in a process that has not loaded it."""
    _core.unload()
    try:
        yield
    finally:
        tp.load()


class Mistakes:
    """Each returns nothing: it is expected to raise Error. `engine` is None without a GPU."""

    def __init__(self, engine: tp.Engine | None, folder: Path) -> None:
        self.engine, self.folder = engine, folder

    def by_name(self) -> dict[str, Callable[[], object]]:
        """As the README calls them."""
        return {
            "shape": lambda: self._engine(np.zeros((2, 7), np.float32)),
            "profile": lambda: self._engine(np.zeros((17, 8), np.float32)),
            "dtype": lambda: self._engine(np.zeros((2, 8))),
            "device": self.host_memory_as_device_memory,
            "strides": self.transposed_device_memory,
            "version": lambda: self.load_plan_of(tensorrt="8.5.0"),
            "gpu": lambda: self.load_plan_of(
                tensorrt=_core.this_host()[0],
                gpu="NVIDIA GeForce GTX 1080",
                compute_capability="6.1",
            ),
            "truncated": self.load_half_a_plan,
            "no library": self.load_without_the_library,
            "operator": lambda: tp.build(network("Gelo"), profiles=PROFILES),
            "attribute": lambda: tp.build(network(aproximate="tanh"), profiles=PROFILES),
            "input name": lambda: tp.build(network(), profiles={"X": PROFILES["x"]}),
            "weights name": lambda: self._engine.refit({"W": weights()["w"]}),
            "weights count": lambda: self._engine.refit(
                {**weights(), "w": weights()["w"].ravel()[:60]}
            ),
        }

    @property
    def _engine(self) -> tp.Engine:
        assert self.engine is not None
        return self.engine

    def host_memory_as_device_memory(self) -> None:
        x = np.zeros((2, 8), np.float32)
        self._engine(DeviceArray(x.ctypes.data, x.shape))

    def transposed_device_memory(self) -> None:
        memory = tp.memory.cuda()
        address = memory.allocate(256)
        try:
            self._engine(DeviceArray(address, (8, 8), strides=(4, 32)))
        finally:
            memory.deallocate(address, 256)

    def load_plan_of(self, **facts: str) -> None:
        plan = self.engine.plan if self.engine else b"ftrt" + bytes(60)
        _core.write_plan(str(self.folder / "old.plan"), plan, _core.PlanHeader(**facts))
        tp.Engine.load(self.folder / "old.plan")

    def load_half_a_plan(self) -> None:
        whole, half = self.folder / "whole.plan", self.folder / "half.plan"
        if self.engine is not None:
            self.engine.save(whole)
        else:
            _core.write_plan(str(whole), b"ftrt" + bytes(10000), _core.PlanHeader())
        data = whole.read_bytes()
        half.write_bytes(data[: len(data) // 2])
        tp.Engine.load(half)

    def load_without_the_library(self) -> None:
        self._engine.save(self.folder / "model.plan")
        with without_the_library():
            tp.Engine.load(self.folder / "model.plan")


def message_of(mistake: Callable[[], object]) -> str | None:
    """What the library says; None if it says nothing."""
    try:
        mistake()
    except tp.Error as error:
        return str(error)
    return None


def has_tensorrt() -> bool:
    """Whether TensorRT is found, with or without a GPU."""
    try:
        tp.load()
    except tp.Error:
        return False
    return True


def make(folder: Path) -> int:
    """Make the mistakes; 0 if every message is as promised and the engine works on."""
    engine, x, expected = None, np.ones((2, 8), np.float32), None
    here = [""] + ["TensorRT"] * has_tensorrt()
    if system.gpus() and len(here) > 1:
        here.append("GPU")
        # tactic_sources=0: so that cuBLAS and cuDNN need not be installed.
        engine = tp.build(network(), profiles=PROFILES, refittable=True, tactic_sources=0)
        expected = engine(x)
    mistakes = Mistakes(engine, folder).by_name()
    told = promises()
    good = [p.mistake for p in told] == list(mistakes)
    made = 0
    for mistake, needs, words in told:
        if needs not in here:
            print(f"[{mistake}] needs {needs}, left out\n")
            continue
        message = message_of(mistakes[mistake])
        made += 1
        missing = [word for word in words if word not in (message or "")]
        print(f"[{mistake}] {message}")
        print(f"  MISSING: {missing}\n" if missing else "")
        good &= message is not None and not missing
        if engine is not None and not np.array_equal(engine(x), expected):
            print("  THE ENGINE NO LONGER WORKS\n")
            good = False
    print(f"{made} of {len(told)} mistakes made:", "as promised" if good else "NOT as promised")
    return 0 if good else 1


def main() -> int:
    """Run the demonstration."""
    with tempfile.TemporaryDirectory() as folder:
        return make(Path(folder))


if __name__ == "__main__":
    sys.exit(main())
