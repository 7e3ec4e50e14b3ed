"""How a context takes arrays, on a stand-in for the GPU."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import trtplugins as tp
from support import dlpack, fake_core
from trtplugins import arrays, context, device_array
from trtplugins.device_array import DeviceArray


class Machine:
    """A context of the stand-in, and what it is made of."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, one: bool = False) -> None:
        self.memory = fake_core.Memory()
        self.cuda = fake_core.Cuda(self.memory)
        for module in (context, arrays, device_array):
            monkeypatch.setattr(module._core, "cuda", self.cuda)
        self.core = (fake_core.ContextOfOne if one else fake_core.Context)(self.cuda)
        self.run = tp.Context(
            self.core,  # type: ignore[arg-type]
            self.core.tensors,  # type: ignore[arg-type]
            resource=self.memory,  # type: ignore[arg-type]
            device=fake_core.DEVICE,
        )

    def put(self, array: Any, stream: int = 0) -> DeviceArray:
        out = DeviceArray(array.shape, array.dtype.name, self.memory, stream)  # type: ignore[arg-type]
        if array.size:
            self.cuda.copy_to_device(out._address, np.ascontiguousarray(array), stream)
        return out

    def calls(self) -> list[tuple[Any, ...]]:
        calls, self.core.calls = self.core.calls, []
        return calls


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    made = Machine(monkeypatch)
    yield made
    if hasattr(made, "run"):
        made.run.close()


@pytest.fixture
def of_one(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    """One whose engine has one input and one output."""
    made = Machine(monkeypatch, one=True)
    yield made
    made.run.close()


def pair(rng: np.random.Generator, n: int = 3) -> tuple[Any, Any]:
    x, w = (rng.standard_normal((n, 8)).astype(np.float32) for _ in range(2))
    return x, w


def test_host_arrays(machine: Machine, rng: np.random.Generator) -> None:
    for n in (2, 5, 0, 3):
        x, w = pair(rng, n)
        result = machine.run(x, w=w)
        assert list(result) == ["s", "r"]
        np.testing.assert_array_equal(result["s"], x + w)
        np.testing.assert_array_equal(result["r"], np.maximum(x + w, 0))
        assert not machine.cuda.pending
    x, w = pair(rng, 4)
    strided = machine.run(np.asfortranarray(x), w[::-1])
    np.testing.assert_array_equal(strided["s"], x + w[::-1])


def test_host_outputs_that_are_given(machine: Machine, rng: np.random.Generator) -> None:
    x, w = pair(rng)
    s = np.empty((3, 8), np.float32)
    result = machine.run(x, w, out={"s": s})
    assert result["s"] is s
    np.testing.assert_array_equal(s, x + w)
    np.testing.assert_array_equal(result["r"], np.maximum(x + w, 0))


def test_device_memory_is_kept_while_it_suffices_and_freed(
    machine: Machine, rng: np.random.Generator
) -> None:
    machine.run(*pair(rng, 9))
    before = set(machine.memory.live)
    machine.run(*pair(rng, 4))
    assert set(machine.memory.live) == before
    machine.run(*pair(rng, 10))
    assert len(machine.memory.live) == len(before)
    # All of it in the order of the context's own stream.
    assert set(machine.memory.streams) == machine.cuda.streams
    machine.run.close()
    assert not machine.memory.live
    assert not machine.cuda.streams
    with pytest.raises(tp.Error, match="the context is closed"):
        machine.run(*pair(rng))
    machine.run.close()


def test_freed_without_being_closed(machine: Machine, rng: np.random.Generator) -> None:
    machine.run(*pair(rng))
    del machine.run
    gc.collect()
    assert not machine.memory.live
    assert not machine.cuda.streams


def test_device_arrays(machine: Machine, rng: np.random.Generator) -> None:
    x, w = pair(rng)
    on_device = machine.put(x, 7), machine.put(w, 7)
    machine.calls()
    result = machine.run(*on_device)
    assert machine.calls()[-1] == ("enqueue", 7)  # the stream that the inputs are of
    assert machine.cuda.pending == {7}  # not waited for
    assert not machine.cuda.streams
    np.testing.assert_array_equal(result["s"].numpy(), x + w)
    assert not machine.cuda.pending
    again = machine.run(result["s"], result["r"])  # they are arrays as good as any
    np.testing.assert_array_equal(again["s"].numpy(), result["s"].numpy() + result["r"].numpy())
    del result, again, on_device
    gc.collect()
    assert not machine.memory.live


def test_device_outputs_that_are_given(machine: Machine, rng: np.random.Generator) -> None:
    x, w = pair(rng)
    out = {name: machine.put(np.zeros_like(x)) for name in ("s", "r")}
    inputs = {"w": machine.put(w), "x": machine.put(x)}
    live = len(machine.memory.live)
    machine.calls()
    for _ in range(3):
        result = machine.run(**inputs, out=out, stream=5)
        assert result["r"] is out["r"]
    assert len(machine.memory.live) == live  # nothing was allocated
    calls = machine.calls()
    assert calls.count(("enqueue", 5)) == 3
    assert len(calls) == 3 + 2 + 4  # shapes and addresses were set once
    np.testing.assert_array_equal(out["r"].numpy(), np.maximum(x + w, 0))


def test_an_empty_device_array(machine: Machine) -> None:
    empty = machine.put(np.empty((0, 8), np.float32))
    result = machine.run(empty, empty)
    assert result["s"].numpy().shape == (0, 8)
    assert not machine.memory.live


def test_bad_inputs_leave_it_usable(machine: Machine, rng: np.random.Generator) -> None:
    x, w = pair(rng)
    put = machine.put
    dx, dw = put(x), put(w)
    read_only = np.empty((3, 8), np.float32)
    read_only.flags.writeable = False
    on_host = array_at(x.ctypes.data, (3, 8))
    transposed = array_at(dx._address, (8, 8), strides=(4, 32))
    bad: list[tuple[tuple[Any, ...], dict[str, Any], str]] = [
        ((x,), {}, "missing inputs: w"),
        ((x, w, w), {}, "expected 2 inputs, got 3"),
        ((x, w), {"z": w}, "there is no input 'z'; expected x, w"),
        ((x,), {"x": w, "w": w}, "input 'x' was given twice"),
        ((x.astype(np.float64), w), {}, "input 'x': expected float32, got float64"),
        ((x, w.astype(np.int32)), {}, "input 'w': expected float32, got int32"),
        (([[1.0], [2.0, 3.0]], w), {}, "input 'x': expected an array of float32, got list"),
        ((x[:, :4], w), {}, "input 'x': expected (-1, 8), got (3, 4)"),
        ((x, w[:2]), {}, "x and w differ"),
        ((x, dw), {}, "inputs 'x' are in host memory and others in device memory"),
        ((x, w), {"out": x}, "out: expected a dictionary with outputs of s, r"),
        ((x, w), {"out": {"q": x}}, "there is no output 'q'; expected s, r"),
        ((x, w), {"out": {"s": [1]}}, "output 's': expected a NumPy array, got list"),
        ((x, w), {"out": {"s": x[:2].copy()}}, "output 's': expected float32[3, 8], got float32["),
        ((x, w), {"out": {"s": read_only}}, "expected a contiguous array that can be written"),
        ((x, w), {"out": {"s": dx}}, "output 's': expected host memory, like the inputs"),
        ((dx, dw), {"out": {"s": x}}, "output 's': expected device memory, like the inputs"),
        ((dx, put(w.astype(np.float16))), {}, "input 'w': expected float32, got float16"),
        ((dx, on_host), {}, "input 'w': expected device memory, its address"),
        ((transposed, dw), {}, "input 'x': expected a contiguous array, got shape (8, 8)"),
        ((dx, dw), {"stream": "fast"}, "stream: expected a number or a stream object, got str"),
        ((dx, dw), {"stream": 1.5}, "stream: expected a number or a stream object, got float"),
    ]
    for args, kwargs, message in bad:
        with pytest.raises(tp.Error, match=re.escape(message)):
            machine.run(*args, **kwargs)
        np.testing.assert_array_equal(machine.run(x, w)["s"], x + w)
        np.testing.assert_array_equal(machine.run(dx, dw)["s"].numpy(), x + w)


def test_memory_of_another_gpu_and_freed_memory(
    machine: Machine, rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    x, w = pair(rng)
    dx, dw = machine.put(x), machine.put(w)
    here = array_at(dx._address, x.shape)
    with monkeypatch.context() as patch:
        patch.setattr(machine.cuda, "device_of", lambda address: 1)
        with pytest.raises(
            tp.Error, match="input 'x': expected memory of GPU 3, the engine's, got GPU 1"
        ):
            machine.run(here, here)
    np.testing.assert_array_equal(machine.run(here, dw)["s"].numpy(), x + w)
    del dx
    gc.collect()
    with pytest.raises(tp.Error, match="input 'x': expected device memory, its address"):
        machine.run(here, dw)
    np.testing.assert_array_equal(machine.run(x, w)["s"], x + w)


def test_a_run_that_fails_is_waited_for(machine: Machine, rng: np.random.Generator) -> None:
    x, w = pair(rng)
    machine.core.fail_next = True
    with pytest.raises(tp.Error, match="it failed"):
        machine.run(x, w)
    assert not machine.cuda.pending
    np.testing.assert_array_equal(machine.run(x, w)["s"], x + w)


def array_at(address: int, shape: tuple[int, ...], strides: Any = None) -> Any:
    """Something with nothing but the interface."""

    class Array:
        __cuda_array_interface__ = {  # noqa: RUF012
            "shape": shape,
            "typestr": "<f4",
            "data": (address, False),
            "strides": strides,
            "version": 3,
        }

    return Array()


def test_the_same_kind_of_arrays_again(machine: Machine, rng: np.random.Generator) -> None:
    """The short way sets what changes and nothing else, and gives way to the long one."""
    x, w = pair(rng)
    dx, dw = machine.put(x), machine.put(w)
    first = machine.run(dx, dw)
    assert machine.run.quick is not None
    machine.calls()
    second = machine.run(dw, dx)
    assert [call for call in machine.calls() if call[0] == "shape"] == []
    assert second["s"]._address != first["s"]._address
    np.testing.assert_array_equal(second["s"].numpy(), x + w)
    np.testing.assert_array_equal(first["s"].numpy(), x + w)
    larger, w5 = pair(rng, 5)
    third = machine.run(machine.put(larger), machine.put(w5))
    np.testing.assert_array_equal(third["s"].numpy(), larger + w5)
    assert ("shape", "x") in machine.calls()
    np.testing.assert_array_equal(machine.run(x, w)["s"], x + w)
    assert machine.run.quick is None
    np.testing.assert_array_equal(machine.run(dx, dw)["s"].numpy(), x + w)


def test_what_is_staged_for_host_arrays_ends_with_them(
    machine: Machine, rng: np.random.Generator
) -> None:
    x, w = pair(rng)
    machine.run(x, w)
    assert all(size == x.nbytes for _, size in machine.core.staging.values())
    machine.run(machine.put(x), machine.put(w))
    assert set(machine.core.staging.values()) == {(0, 0)}


def test_producers_are_waited_for(machine: Machine, rng: np.random.Generator) -> None:
    x, w = pair(rng)
    for _ in range(2):  # the long way, then the short one
        machine.cuda.waits.clear()
        machine.run(machine.put(x, 7), machine.put(w, 9), stream=5)
        assert machine.cuda.waits[:2] == [(5, 7), (5, 9)]
        assert all(other != 5 for _, other in machine.cuda.waits)


def test_given_outputs_again(machine: Machine, rng: np.random.Generator) -> None:
    x, w = pair(rng)
    dx, dw = machine.put(x), machine.put(w)
    sets = [{n: machine.put(np.zeros_like(x)) for n in ("s", "r")} for _ in range(2)]
    for out in (*sets, sets[0]):
        assert machine.run(dx, dw, out=out)["s"] is out["s"]
        np.testing.assert_array_equal(out["s"].numpy(), x + w)
    with pytest.raises(tp.Error, match=r"output 's': expected float32\[3, 8\]"):
        machine.run(dx, dw, out={**sets[0], "s": machine.put(x[:2])})
    only_s = machine.run(dx, dw, out={"s": sets[1]["s"]})
    assert only_s["r"] is not sets[1]["r"]


def test_one_input_and_one_output_again(of_one: Machine, rng: np.random.Generator) -> None:
    run, x = of_one.run, rng.standard_normal((3, 8)).astype(np.float32)
    data, target = of_one.put(x, 7), of_one.put(np.zeros_like(x), 7)
    first = run(data)
    assert run.quick is not None
    of_one.calls()
    again = run(data)
    np.testing.assert_array_equal(again.numpy(), -x)
    assert again.form == first.form
    assert again._stream == 7
    assert again._address != first._address
    assert run(data, out=target) is target
    assert run(data, out={"y": target}) is target
    np.testing.assert_array_equal(target.numpy(), -x)
    assert {call for call in of_one.calls() if call[0] != "address"} == {("enqueue", 7)}
    assert run.quick is not None

    # Another stream waits for the arrays'.
    of_one.cuda.waits.clear()
    assert run(data, stream=8)._stream == 8
    run(data, out=target, stream=8)
    assert of_one.cuda.waits == [(8, 7)] * 3

    # Whatever is different goes the long way, with its checks.
    with pytest.raises(tp.Error, match="expected 1 inputs, got 2"):
        run(data, data)
    wrong = of_one.put(np.zeros((2, 8), np.float32), 7)
    with pytest.raises(tp.Error, match=r"output 'y': expected float32\[3, 8\], got"):
        run(data, out=wrong)
    np.testing.assert_array_equal(run(x), -x)


def test_arrays_of_dlpack_alone(machine: Machine, rng: np.random.Generator) -> None:
    x, w = pair(rng)
    data = [machine.put(array) for array in (x, w)]
    given = [dlpack.Array(array._address, array.shape) for array in data]
    results = machine.run(*given)
    assert isinstance(results["s"], DeviceArray)
    np.testing.assert_array_equal(results["s"].numpy(), x + w)
    # They were first asked where they are, then to be ready for the stream, which is stream 0.
    assert [array.streams for array in given] == [[arrays.NO_WAITING, 1]] * 2

    machine.run(*given, stream=7)
    assert [array.streams[2:] for array in given] == [[arrays.NO_WAITING, 7]] * 2

    targets = {name: machine.put(np.zeros_like(x)) for name in "sr"}
    out = {name: dlpack.Array(array._address, array.shape) for name, array in targets.items()}
    assert machine.run(*given, out=out) == out
    np.testing.assert_array_equal(targets["r"].numpy(), np.maximum(x + w, 0))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"strides": (1, 3)}, r"contiguous array, got shape \(3, 8\) with strides \(1, 3\)"),
        ({"address": 4096}, "expected device memory, its address 0x1000 is not of any"),
        ({"shape": (3, 9)}, r"expected \(-1, 8\), got \(3, 9\)"),
    ],
)
def test_arrays_of_dlpack_that_do_not_fit(
    machine: Machine, rng: np.random.Generator, change: Any, message: str
) -> None:
    x, w = pair(rng)
    data = machine.put(x)
    good = {"address": data._address, "shape": data.shape}
    with pytest.raises(tp.Error, match=f"input 'x': .*{message}"):
        machine.run(dlpack.Array(**{**good, **change}), machine.put(w))
    machine.run(dlpack.Array(**good), machine.put(w))


def test_what_a_framework_raises_is_told(machine: Machine, rng: np.random.Generator) -> None:
    class Broken(dlpack.Array):
        def __dlpack__(self, stream: Any = None) -> Any:
            raise BufferError("it has gradients")

    x, w = pair(rng)
    with pytest.raises(tp.Error, match="input 'x': cannot be read by DLPack: it has gradients"):
        machine.run(Broken(4096, x.shape), machine.put(w))
