from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from trtplugins import _core
from trtplugins.bench.case import Case, works
from trtplugins.bench.peers import PluginPeer, TorchPeer, Unavailable
from trtplugins.bench.sets import Sets

WORK = next(works(Case("Gelu", {"X": (2, 2)})))
SETS = Sets([{"X": "first"}, {"X": "second"}], [{}, {}])  # type: ignore[dict-item]
DEVICE: Any = SimpleNamespace(stream=17)


class FakeTorch:
    """As much of PyTorch as a peer touches."""

    def __init__(self, available: bool = True) -> None:
        self.streams: list[int] = []
        self.cuda = SimpleNamespace(
            is_available=lambda: available,
            set_stream=self.streams.append,
            ExternalStream=lambda pointer: pointer,
        )

    def as_tensor(self, array: str, device: str) -> str:
        return f"{array} on {device}"


def test_torch_peer_rotates_the_inputs_on_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    torch, seen = FakeTorch(), []
    monkeypatch.setitem(sys.modules, "torch", torch)
    call = TorchPeer("peer", lambda torch, x: seen.append(x)).prepare(WORK, SETS, DEVICE)
    for i in range(3):
        call(i)
    assert torch.streams == [17]
    tried = seen.pop(0)
    assert tried == "first on cuda", "whether PyTorch can do it"
    assert seen == ["first on cuda", "second on cuda", "first on cuda"]


def test_what_torch_cannot_do_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(torch: object, x: str) -> None:
        raise RuntimeError("cuFFT only supports powers of two")

    monkeypatch.setitem(sys.modules, "torch", FakeTorch())
    with pytest.raises(Unavailable, match="PyTorch: cuFFT only supports"):
        TorchPeer("peer", refuse).prepare(WORK, SETS, DEVICE)


def test_torch_that_is_missing_or_without_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    peer = TorchPeer("peer", lambda torch, x: None)
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(Unavailable, match="cannot be imported"):
        peer.prepare(WORK, SETS, DEVICE)
    monkeypatch.setitem(sys.modules, "torch", FakeTorch(available=False))
    with pytest.raises(Unavailable, match="no GPU"):
        peer.prepare(WORK, SETS, DEVICE)


def test_plugin_library_that_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    found = {"version": "8.6.0", "path": str(tmp_path / "libnvinfer.so.8")}
    monkeypatch.setattr(_core, "tensorrt", lambda: found)
    peer = PluginPeer("CustomGeluPluginDynamic", lambda dtype: {})
    assert peer.name == "NVIDIA's plugin CustomGeluPluginDynamic"
    with pytest.raises(Unavailable, match=r"libnvinfer_plugin\.so\.8"):
        peer.prepare(WORK, SETS, DEVICE)
