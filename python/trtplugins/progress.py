"""What a long build is doing, read off TensorRT's log.

TensorRT 8 has no interface for it, but its verbose lines say which layer's tactics are being timed.
How much is left to do they do not say, so nobody can.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import NamedTuple, Optional

from trtplugins import _core

_TIMING = re.compile(r"^-+ Timing Runner: (?P<layer>.*) \((?P<runner>[^()]*)\)\s*$")
_COSTS = re.compile(r"^=+ Computing costs for (?P<layer>.*?)\s*=*\s*$")
_BATCH = re.compile(r"^\s*Calibrated batch (?P<batch>\d+)")
_PHASES = (
    ("After dead-layer removal", "optimizing the graph"),
    ("Starting Calibration", "calibrating"),
    ("Post Processing Calibration", "calibrating"),
    ("Formats and tactics selection completed", "generating the engine"),
    ("Engine generation completed", "serializing the engine"),
)


class Progress(NamedTuple):
    """What a build is doing.

    Attributes:
        phase: "starting", "optimizing the graph", "calibrating", "timing tactics", "generating the
            engine" or "serializing the engine".
        layer: whose tactics are being timed, else "".
        layers: how many layers' tactics were timed so far, that one included.
        batches: how many batches were calibrated with.
        seconds: since the build began.
    """

    phase: str
    layer: str
    layers: int
    batches: int
    seconds: float

    def __str__(self) -> str:
        """For example "timing tactics of layer 12, conv3 + relu3"."""
        if self.phase == "calibrating":
            return f"calibrating, batch {self.batches}"
        if self.layer:
            return f"{self.phase} of layer {self.layers}, {self.layer}"
        return self.phase


Listener = Callable[[Progress], None]
Log = Callable[[str, str], None]


class Watcher:
    """Passes TensorRT's lines on, and tells a listener what they mean.

    Attributes:
        error: what the listener raised, which cancels the build.
    """

    def __init__(self, listener: Listener, log: Log, cancellation: _core.Cancellation) -> None:
        """Nothing is told before the first line.

        Args:
            listener: called on TensorRT's threads, whenever something else is being done.
            log: receives every line.
            cancellation: of the build.
        """
        self.error: Optional[BaseException] = None
        self._listener, self._log, self._cancellation = listener, log, cancellation
        self._start = time.monotonic()
        self._phase, self._layer, self._batches = "starting", "", 0
        self._timed: set[str] = set()

    def __call__(self, severity: str, message: str) -> None:
        """Takes a line."""
        self._log(severity, message)
        if self.error is None and self._understands(message):
            try:
                self._listener(self._now())
            except BaseException as error:  # raised where the build was called
                self.error = error
                self._cancellation.cancel()

    def _now(self) -> Progress:
        seconds = time.monotonic() - self._start
        return Progress(self._phase, self._layer, len(self._timed), self._batches, seconds)

    def _understands(self, message: str) -> bool:
        """Whether the line says something new."""
        timing = _TIMING.match(message) or _COSTS.match(message)
        if timing:
            layer = timing["layer"]
            new = layer != self._layer
            self._phase, self._layer = "timing tactics", layer
            if layer:
                self._timed.add(layer)
            return new
        batch = _BATCH.match(message)
        if batch:
            self._phase, self._layer, self._batches = "calibrating", "", self._batches + 1
            return True
        for start, phase in _PHASES:
            if message.startswith(start) and phase != self._phase:
                self._phase, self._layer = phase, ""
                return True
        return False
