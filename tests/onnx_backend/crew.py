"""Workers side by side: one that dies or hangs takes its case along and is replaced."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Optional

LIMIT = 60.0  # seconds for a case


class Worker:
    """A process of `onnx_backend.worker`."""

    def __init__(self, bundle: Path, backend: str) -> None:
        paths = [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "onnx_backend.worker", str(bundle), backend],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )
        self.lines: queue.Queue[Optional[str]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def run(self, name: str, limit: float) -> tuple[list[Any], bool]:
        """The result of a case, and whether the worker is still fit for another."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(name + "\n")
            self.process.stdin.flush()
            while True:
                line = self.lines.get(timeout=limit)
                if line is None:
                    break
                if line.startswith("result "):
                    return json.loads(line[len("result ") :]), True
        except (BrokenPipeError, OSError):
            pass
        except queue.Empty:
            self.process.kill()
            return [name, "hang", f"no result after {limit:.0f} s", limit], False
        code = self.process.wait()
        return [name, "crash", f"the process ended with {code}", 0.0], False

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


def run(
    names: Iterable[str], bundle: Path, backend: str, workers: int, limit: float = LIMIT
) -> list[list[Any]]:
    """[name, outcome, reason, seconds] of every case, in the order given."""
    waiting: queue.Queue[str] = queue.Queue()
    order = list(names)
    for name in order:
        waiting.put(name)
    results: dict[str, list[Any]] = {}

    def serve() -> None:
        worker: Optional[Worker] = None
        while True:
            try:
                name = waiting.get_nowait()
            except queue.Empty:
                break
            worker = worker or Worker(bundle, backend)
            # The first case waits for TensorRT to start.
            results[name], fit = worker.run(name, limit)
            if not fit:
                worker.close()
                worker = None
        if worker is not None:
            worker.close()

    threads = [threading.Thread(target=serve) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[name] for name in order]
