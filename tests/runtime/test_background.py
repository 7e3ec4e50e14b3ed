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
import sys, threading, time, trtplugins as tp
from trtplugins import _core
stubborn = sys.argv[1] == "stubborn"
cancellation = _core.Cancellation()
def work():
    print("working", flush=True)
    end = time.monotonic() + (3 if stubborn else 60)
    while time.monotonic() < end and (stubborn or not cancellation.requested):
        time.sleep(0.01)
    print("ended", flush=True)
try:
    _core.run_in_background(work, cancellation)
except KeyboardInterrupt:
    print("interrupted", cancellation.requested, flush=True)
"""


def interrupted(kind: str, times: int) -> tuple[list[str], float]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", PROGRAM, kind]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().strip()]
        start = time.monotonic()
        for _ in range(times):
            time.sleep(0.3)
            process.send_signal(signal.SIGINT)
        lines += process.stdout.read().split("\n")
        assert process.wait(60) == 0
    return [line for line in lines if line], time.monotonic() - start


def test_ctrl_c_cancels_and_is_raised_when_the_work_has_ended() -> None:
    lines, seconds = interrupted("willing", 1)
    assert lines == ["working", "ended", "interrupted True"]
    assert seconds < 20


def test_a_second_ctrl_c_is_raised_at_once_and_the_process_waits_for_the_work() -> None:
    lines, seconds = interrupted("stubborn", 2)
    assert lines == ["working", "interrupted True", "ended"]
    assert seconds < 20
