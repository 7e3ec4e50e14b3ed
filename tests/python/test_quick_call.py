"""Calls like the one before, of PyTorch's arrays in host memory, which is its device -1."""

from __future__ import annotations

import weakref
from typing import Any

import numpy as np
import pytest

import trtplugins as tp
from support import fake_core
from trtplugins import _core, quick_call

torch: Any = pytest.importorskip("torch")

STREAM = 5
SHAPE = (3, 8)


class Machine:
    """A context of the stand-in with the shapes set, and the quick call that is under test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(torch._C, "_cuda_getCurrentRawStream", lambda device: STREAM, False)
        self.memory = fake_core.Memory()
        self.core = fake_core.ContextOfOne(fake_core.Cuda(self.memory))
        self.core.cuda.device_of = lambda address: fake_core.DEVICE  # type: ignore[method-assign]
        self.core.set_shape("x", SHAPE)
        self.addresses = [0, 0]

    def prepare(self, x: Any, y: Any) -> Any:
        tensors = [
            quick_call.Tensor(n, i, "float32", a) for i, (n, a) in enumerate((("y", y), ("x", x)))
        ]
        call = quick_call.prepare(
            self.core,  # type: ignore[arg-type]
            self.addresses,
            tensors[1:],
            tensors[:1],
            self.memory,  # type: ignore[arg-type]
            -1,
        )
        assert call is not None
        return call


@pytest.fixture(params=["at once", "by attributes"])
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Arrays are read by PyTorch's C functions, where it has them, or attribute by attribute."""
    if request.param == "by attributes":
        monkeypatch.setattr(_core, "ArraysLike", None)
    elif not hasattr(torch.Tensor, "__dlpack_c_exchange_api__"):
        pytest.skip("this PyTorch has no exchange API")
    return Machine(monkeypatch)


def array(rng: np.random.Generator, *shape: int) -> Any:
    return torch.from_numpy(rng.standard_normal(shape).astype(np.float32))


def test_outputs_are_new_ones_of_the_same_kind(machine: Machine, rng: np.random.Generator) -> None:
    x = array(rng, *SHAPE)
    call = machine.prepare(x, torch.empty(SHAPE))
    first, second = call((x,), None, None), call((x,), None, None)
    assert first.data_ptr() != second.data_ptr()
    for y in (first, second):
        assert (y.dtype, tuple(y.shape), y.is_contiguous()) == (torch.float32, SHAPE, True)
        assert bool((y == -x).all())
    assert ("enqueue", STREAM) in machine.core.calls


def test_outputs_that_are_given(machine: Machine, rng: np.random.Generator) -> None:
    x, y = array(rng, *SHAPE), torch.empty(SHAPE)
    call = machine.prepare(x, y)
    assert call((x,), y, None) is y
    assert call((x,), {"y": y}, None) is y
    assert bool((y == -x).all())


def test_no_output_is_kept(machine: Machine, rng: np.random.Generator) -> None:
    """So that its memory can be used again."""
    x, y = array(rng, *SHAPE), torch.empty(SHAPE)
    call = machine.prepare(x, y)
    outputs = [weakref.ref(y), weakref.ref(call((x,), None, None))]
    del y
    assert [output() for output in outputs] == [None, None]


def test_whatever_is_different_is_left_to_others(
    machine: Machine, rng: np.random.Generator
) -> None:
    x, y = array(rng, *SHAPE), torch.empty(SHAPE)
    call = machine.prepare(x, y)
    wide = array(rng, 3, 16)
    for other in (x[:2], x.double(), wide[:, ::2], x.numpy(), torch.nn.Parameter(x)):
        assert call((other,), None, None) is None
        assert call((x,), other, None) is None
    assert call((x, x), None, None) is None
    assert call((x,), {"z": y}, None) is None
    assert not [c for c in machine.core.calls if c[0] == "enqueue"]


def test_outputs_without_dimensions(machine: Machine) -> None:
    call = machine.prepare(torch.ones(SHAPE), torch.empty(()))
    machine.core._compute = lambda: None  # type: ignore[method-assign]
    assert call((torch.ones(SHAPE),), None, None).shape == ()


def test_arrays_that_are_alike() -> None:
    api = getattr(torch.Tensor, "__dlpack_c_exchange_api__", None)
    if api is None:
        pytest.skip("this PyTorch has no exchange API")
    x = torch.ones(3, 8)
    alike = _core.ArraysLike(api, x)
    wide = torch.ones(4, 9)
    for same in (x, torch.zeros(3, 8), x.clone().requires_grad_(), torch.ones(2, 3, 8)[1]):
        assert alike.address(same) == same.data_ptr()
    others = [x.half(), x.int(), x[:2], x[None], x.T, wide[1:, 1:], wide[:3, :8], x.to_sparse()]
    assert [alike.address(other) for other in others] == [0] * len(others)
    row = _core.ArraysLike(api, torch.ones(1, 8))
    assert row.address(wide[:1, :8]) == wide.data_ptr()  # the stride of one row does not matter


@pytest.mark.parametrize("what", [None, 3, object()])
def test_what_is_no_exchange_api(what: Any) -> None:
    with pytest.raises(tp.Error, match="expected an exchange API of DLPack 1"):
        _core.ArraysLike(what, torch.ones(1))
