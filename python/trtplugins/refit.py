"""New weights for an engine that was built to take them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Union

import numpy as np
import numpy.typing as npt

from trtplugins import _core, arrays

Key = Union[str, tuple[str, str]]  # the weights' name, or (layer, role)

ROLES = ("kernel", "bias", "shift", "scale", "constant", "any")


class Refit:
    """Collects new weights, and puts them into the engine when its `with` block ends.

    Nothing is changed if the block ends with an exception. For one thread; see `Engine.refit`.
    """

    def __init__(self, engine: _core.Engine, done: Callable[[], None]) -> None:
        """See `Engine.refit`.

        Args:
            engine: what to refit.
            done: called after the engine has new weights.
        """
        self._refitter = _core.Refitter(engine)
        self._done = done

    @property
    def names(self) -> list[str]:
        """The names of weights; those of an ONNX model's initialisers have theirs."""
        return self._refitter.names

    @property
    def layers(self) -> list[tuple[str, str]]:
        """All weights as (layer, role)."""
        return self._refitter.layers

    @property
    def dynamic_ranges(self) -> dict[str, tuple[float, float]]:
        """INT8: the range of every tensor that has one."""
        return self._refitter.ranges()

    @property
    def missing(self) -> list[Key]:
        """What has to be given too, because TensorRT combined it with what was given.

        By name where all of it has names, else by layer and role.
        """
        layers = self._refitter.missing_layers()
        names = self._refitter.missing_names()
        return [*names] if len(names) == len(layers) else [*layers]

    def __setitem__(self, key: Key, weights: npt.ArrayLike) -> None:
        """Takes a copy of new weights.

        Args:
            key: the weights' name, or their layer and role (one of `ROLES`).
            weights: float32, float16 or int8, in host memory, as many as the model has.

        Raises:
            Error: there are no such weights, and which there are; or the array does not fit.
        """
        array = _host_array(key, weights)
        if isinstance(key, str):
            self._refitter.set(key, array, str(array.dtype))
        else:
            layer, role = _layer_and_role(key)
            self._refitter.set(layer, role, array, str(array.dtype))

    def set_dynamic_range(self, tensor: str, low: float, high: float) -> None:
        """INT8: what a tensor's values are mapped from.

        Raises:
            Error: there is no such tensor, or these are no finite numbers in order.
        """
        self._refitter.set_range(tensor, low, high)

    def update(self, weights: Mapping[Any, npt.ArrayLike]) -> None:
        """Takes several weights, as `refit[key] = array` does."""
        for key, array in weights.items():
            self[key] = array

    def commit(self) -> None:
        """Puts the new weights into the engine, after waiting for the work of the device.

        Raises:
            Error: weights are missing, and which; the engine is as it was. Or TensorRT failed.
        """
        try:
            self._refitter.refit()
        except _core.Error:
            # TensorRT may have taken some of the weights: contexts made before are of no use.
            if not self.missing:
                self._done()
            raise
        self._done()

    def __enter__(self) -> Refit:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            self.commit()


def _layer_and_role(key: Any) -> tuple[str, str]:
    if isinstance(key, tuple) and len(key) == 2 and all(isinstance(part, str) for part in key):
        return key
    raise _core.Error(f"expected the weights' name or (layer, role), got {key!r}")


def _host_array(key: Key, weights: npt.ArrayLike) -> npt.NDArray[Any]:
    if arrays.on_device(weights):
        raise _core.Error(f"weights {key!r}: expected host memory, got device memory")
    array = np.asarray(weights)
    if array.dtype not in (np.float32, np.float16, np.int8):
        raise _core.Error(f"weights {key!r}: expected float32, float16 or int8, got {array.dtype}")
    return np.ascontiguousarray(array)
