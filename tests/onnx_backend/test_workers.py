"""A job that crashes, hangs or breaks its process costs nothing but itself."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass

import pytest

from onnx_backend import workers
from onnx_backend.workers import Outcome


@dataclass
class Work:
    """Jobs are named for what becomes of them; the others pass and tell their process."""

    startable: bool = True

    def start(self) -> None:
        if not self.startable:
            os.write(2, b"no such library\n")
            os._exit(3)

    def __call__(self, job: str) -> Outcome:
        if "segfault" in job:
            os.write(2, b"about to fail\n")
            os.kill(os.getpid(), signal.SIGSEGV)
        if "exit" in job:
            os._exit(7)
        if "hang" in job:
            time.sleep(60)
        if "raise" in job:
            raise ValueError(job)
        return Outcome("pass", str(os.getpid()), healthy="poison" not in job)


def test_every_job_has_its_outcome_whatever_becomes_of_others() -> None:
    bad = ["segfault", "exit", "hang", "raise"]
    jobs = [f"good {i}" for i in range(4)] + bad + [f"good {i}" for i in range(4, 8)]

    outcomes = dict(workers.run(Work(), jobs, count=2, limit=3))

    assert set(outcomes) == set(jobs)
    assert {job for job in jobs if outcomes[job].kind != "pass"} == set(bad)
    crash = outcomes["segfault"]
    assert (crash.kind, crash.reason) == ("crash", "SIGSEGV: about to fail")
    assert (outcomes["exit"].kind, outcomes["exit"].reason) == ("crash", "exit status 7")
    assert (outcomes["hang"].kind, outcomes["hang"].reason) == ("crash", "no answer within 3 s")
    assert (outcomes["raise"].kind, outcomes["raise"].reason) == ("error", "ValueError: raise")


def test_a_process_serves_until_it_is_unfit() -> None:
    outcomes = dict(workers.run(Work(), ["a", "poison", "b", "c"], count=1, limit=30))
    assert outcomes["a"].reason == outcomes["poison"].reason
    assert outcomes["b"].reason == outcomes["c"].reason != outcomes["a"].reason


def test_a_process_that_cannot_start_is_no_crash_of_a_job() -> None:
    with pytest.raises(workers.CannotStart, match="exit status 3: no such library"):
        list(workers.run(Work(startable=False), ["a", "b"], count=2, limit=30))
