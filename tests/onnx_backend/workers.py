"""Many jobs in a few processes, where a job may crash its process or never end.

TensorRT takes seconds to start, hence processes that do one job after the other; what a crash, a
hang or a broken CUDA context takes down is the job at hand and its process, which is replaced.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import signal
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

# Seconds that a process has to get ready.
START = 180.0


@dataclass(frozen=True)
class Outcome:
    """What came of a job.

    Attributes:
        kind: a word: "pass", "wrong", "crash" ...
        reason: why it is not "pass".
        seconds: how long the job took.
        healthy: False if the process cannot do another job.
    """

    kind: str
    reason: str = ""
    seconds: float = 0.0
    healthy: bool = True


class Work(Protocol):
    """What the processes do; it travels to them by pickle."""

    def start(self) -> None:
        """Called once in each process, before its first job."""

    def __call__(self, job: str) -> Outcome:
        """Do a job. May crash, hang or raise."""


class CannotStart(Exception):
    """A process ended before it took a job; the message has its last lines."""


def run(
    work: Work, jobs: Sequence[str], *, count: int, limit: float
) -> Iterator[tuple[str, Outcome]]:
    """Do all jobs and yield their outcomes as they come.

    Args:
        work: what a job is.
        jobs: names, each done once.
        count: how many processes at a time.
        limit: seconds a job may take; then its process is killed and its outcome is "crash".

    Raises:
        CannotStart: a process does not get as far as its first job.
    """
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    done: queue.SimpleQueue[tuple[str, Outcome] | Exception] = queue.SimpleQueue()
    threads = [
        threading.Thread(target=_serve, args=(work, waiting, done, limit), daemon=True)
        for _ in range(min(count, len(jobs)))
    ]
    for thread in threads:
        thread.start()
    for _ in jobs:
        found = done.get()
        if isinstance(found, Exception):
            raise found
        yield found
    for thread in threads:
        thread.join()


def _serve(
    work: Work,
    waiting: queue.SimpleQueue[str],
    done: queue.SimpleQueue[tuple[str, Outcome] | Exception],
    limit: float,
) -> None:
    worker: _Worker | None = None
    try:
        with contextlib.suppress(queue.Empty):
            while True:
                job = waiting.get_nowait()
                worker = worker or _Worker(work)
                outcome = worker.do(job, limit)
                done.put((job, outcome))
                if not outcome.healthy:
                    worker.close()
                    worker = None
    except Exception as error:  # the one who waits for outcomes has to know
        done.put(error)
    finally:
        if worker is not None:
            worker.close()


class _Worker:
    """A process."""

    def __init__(self, work: Work) -> None:
        handle, name = tempfile.mkstemp(suffix=".log")
        os.close(handle)
        self._log = Path(name)
        self._connection, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_main, args=(work, theirs, name), daemon=True)
        self._process.start()
        theirs.close()
        if self._answer(START) is None:
            reason = self._death(START)
            self.close()
            raise CannotStart(reason)

    def do(self, job: str, limit: float) -> Outcome:
        start = time.perf_counter()
        with contextlib.suppress(BrokenPipeError):
            self._connection.send(job)
        outcome = self._answer(limit)
        if outcome is None:
            outcome = Outcome("crash", self._death(limit), healthy=False)
        return Outcome(outcome.kind, outcome.reason, time.perf_counter() - start, outcome.healthy)

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self._connection.close()
        self._log.unlink(missing_ok=True)

    def _answer(self, limit: float) -> Outcome | None:
        """None if the process has died, or has said nothing within the limit."""
        try:
            if not self._connection.poll(limit):
                return None
            answer: Outcome = self._connection.recv()
            return answer
        except (EOFError, ConnectionResetError):
            return None

    def _death(self, limit: float) -> str:
        self._process.join(1)
        code = self._process.exitcode
        if code is None:
            return f"no answer within {limit:.0f} s"
        how = signal.Signals(-code).name if code < 0 else f"exit status {code}"
        said = self._log.read_text("utf-8", "replace").strip().splitlines()
        return f"{how}: {said[-1].strip()[:200]}" if said else how


def _main(work: Work, connection: Connection, log: str) -> None:
    """Of the process."""
    handle = os.open(log, os.O_WRONLY | os.O_APPEND)
    os.dup2(handle, 2)
    os.dup2(handle, 1)
    work.start()
    connection.send(Outcome("ready"))
    with contextlib.suppress(EOFError):
        while True:
            job = connection.recv()
            try:
                outcome = work(job)
            except Exception as error:
                told = str(error).strip().splitlines()[:1]
                outcome = Outcome("error", ": ".join([type(error).__name__, *told]))
            connection.send(outcome)
