"""A whole run, on a GPU."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from trtplugins.bench import harness
from trtplugins.bench.case import Case, works
from trtplugins.bench.device import Device
from trtplugins.bench.peers import Unavailable
from trtplugins.bench.sets import Sets
from trtplugins.bench.timing import Call
from trtplugins.cli import main

pytestmark = pytest.mark.gpu
pytest.importorskip("cuda.bindings")


class Copy:
    """A peer that copies the input to the output."""

    name = "copy"

    def prepare(self, work: object, sets: Sets, device: Device) -> Call:
        def call(i: int) -> None:
            device.copy(sets.outputs[i % len(sets)]["Y"], sets.inputs[i % len(sets)]["X"])

        return call


class Absent:
    name = "absent"

    def prepare(self, work: object, sets: Sets, device: Device) -> Call:
        raise Unavailable("it is not there")


@pytest.mark.alone
def test_a_copy_measured_as_a_peer_is_about_as_fast_as_the_copy() -> None:
    case = Case("Gelu", {"X": (1 << 26,)}, peers=[Copy(), Absent()])
    with Device() as device:
        (result,) = harness.run([next(works(case))], device, seed=1, samples=10)
        ours, copy, absent = result.entries
        assert ours.timing is not None
        assert copy.timing is not None
        assert 0.8 < result.of_copy(copy.timing) < 1.2
        assert 0.3 < result.of_copy(ours.timing) < 1.2
        assert (absent.timing, absent.unavailable) == (None, "it is not there")
        assert result.copy_bandwidth > 50
        free = device.free_bytes()
        device.array((1 << 28,), "uint8")
        assert device.free_bytes() <= free - (1 << 28)
        device.free_all()
        assert device.free_bytes() == free


def test_command_writes_results(tmp_path: Path) -> None:
    arguments = ["bench", "LReLU_TRT", "--samples", "5", "--output", str(tmp_path), "--no-peers"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    (path,) = tmp_path.glob("*-lrelu-trt.json")
    content = json.loads(path.read_text())
    assert {entry["inputs"][0]["dtype"] for entry in content["results"]} == {"float32", "float16"}
    assert str(path) in result.output.replace("\n", "")
