"""What TensorRT's log says of a build that is under way."""

from __future__ import annotations

import pytest

from trtplugins import _core
from trtplugins.progress import Progress, Watcher

LINES = [
    "Original: 3 layers",
    "After dead-layer removal: 3 layers",
    "After final dead-layer removal: 2 layers",
    "=============== Computing costs for ",
    "*************** Autotuning format combination: Float(8,1) -> Float(8,1) ***************",
    "--------------- Timing Runner: conv1 + relu1 (CaskConvolution[0x80000009])",
    "Tactic Name: sm80_xmma_fprop Tactic: 0x1 Time: 0.01",
    "--------------- Timing Runner: conv1 + relu1 (CudnnConvolution[0x80000000])",
    "--------------- Timing Runner: Optimizer Reformat(x -> <out>) (Reformat[0x80000006])",
    "--------------- Timing Runner: conv1 + relu1 (CaskConvolution[0x80000009])",
    "Formats and tactics selection completed in 0.5 seconds.",
    "Engine generation completed in 0.6 seconds.",
]


def watch(lines: list[str]) -> list[Progress]:
    seen: list[Progress] = []
    watcher = Watcher(seen.append, lambda severity, message: None, _core.Cancellation())
    for line in lines:
        watcher("verbose", line)
    assert watcher.error is None
    return seen


def test_phases_and_layers() -> None:
    seen = watch(LINES)
    assert [str(p) for p in seen] == [
        "optimizing the graph",
        "timing tactics of layer 1, conv1 + relu1",
        "timing tactics of layer 2, Optimizer Reformat(x -> <out>)",
        "timing tactics of layer 2, conv1 + relu1",
        "generating the engine",
        "serializing the engine",
    ]
    assert all(a.seconds <= b.seconds for a, b in zip(seen, seen[1:]))


def test_calibration() -> None:
    seen = watch(["Starting Calibration.", "  Calibrated batch 0 in 0.1 seconds."] * 2)
    assert [p.batches for p in seen] == [0, 1, 2]
    assert str(seen[-1]) == "calibrating, batch 2"


def test_every_line_goes_on_and_what_the_listener_raises_cancels() -> None:
    logged: list[str] = []
    cancellation = _core.Cancellation()

    def listener(progress: Progress) -> None:
        raise LookupError(str(progress))

    watcher = Watcher(listener, lambda severity, message: logged.append(message), cancellation)
    for line in LINES:
        watcher("verbose", line)
    assert logged == LINES
    assert cancellation.requested
    assert isinstance(watcher.error, LookupError)
    assert str(watcher.error) == "optimizing the graph"


@pytest.mark.parametrize(
    "line", ["", "---------------", "Timing Runner: x", "(", "Calibrated batch"]
)
def test_other_lines_say_nothing(line: str) -> None:
    assert watch([line]) == []
