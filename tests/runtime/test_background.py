"""Work that can be interrupted: on a thread of its own, while the caller looks for signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from trtplugins import _core


def test_it_runs_elsewhere_and_what_it_raises_is_raised() -> None:
    where: list[int] = []
    _core.run_in_background(lambda: where.append(threading.get_ident()), _core.Cancellation())
    assert where
    assert where[0] != threading.get_ident()

    def fails() -> None:
        raise LookupError("nothing there")

    with pytest.raises(LookupError, match="nothing there"):
        _core.run_in_background(fails, _core.Cancellation())


PROGRAM = """
import ctypes, signal, sys, threading, time, trtplugins as tp
from trtplugins import _core
signal.signal(signal.SIGINT, signal.default_int_handler)  # what a script runs behind it ignores it
seconds, then = float(sys.argv[1]), sys.argv[2]
libc = ctypes.CDLL(None)
cancellation = _core.Cancellation()
def work():
    print("working", flush=True)
    libc.usleep(int(seconds * 1e6))  # as TensorRT: deaf, and without the interpreter's lock
    print("ended", flush=True)
try:
    _core.run_in_background(work, cancellation)
except KeyboardInterrupt:
    print("interrupted", cancellation.requested, _core.is_building_in_background(), flush=True)
log = lambda severity, message: print(severity, message.split(":")[0], flush=True)
if then == "work":
    _core.run_in_background(lambda: print("more work", flush=True), _core.Cancellation(), log)
if then == "interrupt again":
    try:
        _core.run_in_background(lambda: print("more work", flush=True), _core.Cancellation(), log)
    except KeyboardInterrupt:
        print("interrupted again", flush=True)
sys.exit(7)
"""


def interrupted(seconds: float, then: str, times: int = 1) -> tuple[list[str], float]:
    """What was printed, and how long it took from the first signal to the end."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", PROGRAM, str(seconds), then]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().strip()]
        start = time.monotonic()
        for _ in range(times):
            time.sleep(0.3)
            process.send_signal(signal.SIGINT)
        lines += process.stdout.read().split("\n")
        assert process.wait(60) == 7
    return [line for line in lines if line], time.monotonic() - start


def test_ctrl_c_is_raised_at_once_and_short_work_ends_in_order() -> None:
    lines, _ = interrupted(0.8, "exit")
    assert lines == ["working", "interrupted True True", "ended"]


def test_the_process_ends_without_long_work_and_with_its_own_status() -> None:
    lines, seconds = interrupted(100, "exit")
    assert lines == ["working", "interrupted True True"]
    assert seconds < 20


def test_the_next_work_waits_and_says_so() -> None:
    lines, _ = interrupted(1.5, "work")
    waiting = "warning waiting for a build that was cancelled"
    assert lines == ["working", "interrupted True True", waiting, "ended", "more work"]


def test_the_wait_can_be_interrupted_too() -> None:
    lines, seconds = interrupted(100, "interrupt again", 2)
    waiting = "warning waiting for a build that was cancelled"
    assert lines == ["working", "interrupted True True", waiting, "interrupted again"]
    assert seconds < 20


def test_a_cancellation_by_somebody_else_is_raised_at_once() -> None:
    """What the work raises afterwards is of no interest."""
    cancellation, over = _core.Cancellation(), threading.Event()

    def work() -> None:
        cancellation.cancel()
        assert over.wait(20)
        raise LookupError

    with pytest.raises(_core.Cancelled, match="the build was cancelled"):
        _core.run_in_background(work, cancellation)
    assert _core.is_building_in_background()
    over.set()
    _core.wait_for_builds()
    assert not _core.is_building_in_background()
