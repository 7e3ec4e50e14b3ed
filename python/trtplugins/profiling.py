"""How long each layer of an engine takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trtplugins import _core

if TYPE_CHECKING:
    from rich.table import Table

    from trtplugins.context import Context
    from trtplugins.engine import Engine


@dataclass(frozen=True)
class LayerTime:
    """One layer over all runs, in milliseconds of GPU time.

    Attributes:
        name: TensorRT's, of the layer or of those it was fused from.
        calls: how often it ran.
        total: of all calls.
        least: of one call.
        most: of one call.
    """

    name: str
    calls: int
    total: float
    least: float
    most: float

    @property
    def mean(self) -> float:
        """Of one call."""
        return self.total / self.calls


class Profile:
    """Times of an engine's layers; see `Engine.profile`.

    As a context manager it measures what the engine runs by `engine(...)` in the `with` block, in a
    context of its own, in which every call waits for its end.
    """

    def __init__(self, engine: Engine) -> None:
        """See `Engine.profile`."""
        self._engine = engine
        self._outer: Context | None = None
        self._times = _core.LayerProfile()

    @property
    def layers(self) -> list[LayerTime]:
        """Every layer that ran, in the order in which they run."""
        return [LayerTime(t.name, t.calls, t.total, t.least, t.most) for t in self._times.layers]

    @property
    def total(self) -> float:
        """Milliseconds of all layers of all calls."""
        return sum(layer.total for layer in self.layers)

    def reset(self) -> None:
        """Forgets what was measured, such as the first calls."""
        self._times.reset()

    def table(self, most: int | None = None) -> Table:
        """The layers, the slowest first.

        Args:
            most: how many of them; all by default.
        """
        from rich.table import Table  # takes long to import
        from rich.text import Text

        layers = sorted(self.layers, key=lambda layer: -layer.total)
        total = self.total
        table = Table(title=f"{len(layers)} layers, {total:.4g} ms")
        table.add_column("layer", overflow="fold")
        for column in ("calls", "mean us", "least us", "most us", "share"):
            table.add_column(column, justify="right", no_wrap=True)
        for layer in layers[:most]:
            times = (1e3 * t for t in (layer.mean, layer.least, layer.most))
            share = layer.total / total if total else 0.0
            table.add_row(
                Text(layer.name), str(layer.calls), *(f"{t:.2f}" for t in times), f"{share:.1%}"
            )
        return table

    def run(self, feeds: Any, repeats: int, warm_up: int = 2) -> Profile:
        """Measures this many runs.

        Args:
            feeds: inputs by name, in order, or the only one.
            repeats: runs to measure.
            warm_up: runs before them.

        Raises:
            Error: as a call of the engine, or there is nothing to repeat.
        """
        if repeats < 1:
            raise _core.Error(f"repeats: expected at least 1, got {repeats}")
        with self:
            for _ in range(warm_up):
                self._call(feeds)
            self.reset()
            for _ in range(repeats):
                self._call(feeds)
        return self

    def __enter__(self) -> Profile:
        self._outer = self._engine.swap_context(self._engine.profiled_context(self._times))
        return self

    def __exit__(self, *_: object) -> None:
        inner = self._engine.swap_context(self._outer)
        self._outer = None
        if inner is not None:
            inner.close()

    def __repr__(self) -> str:
        return f"<Profile of {len(self.layers)} layers, {self.total:.4g} ms>"

    def _call(self, feeds: Any) -> None:
        if isinstance(feeds, Mapping):
            self._engine(**feeds)
        elif isinstance(feeds, (list, tuple)):
            self._engine(*feeds)
        else:
            self._engine(feeds)
