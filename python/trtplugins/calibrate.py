"""INT8 calibration: finding the dynamic ranges of tensors from representative inputs.

For example `trtplugins.build(model, precision="int8", calibrator=entropy(batches))`, where
`batches` gives one dictionary of arrays after another. A model that has Q/DQ nodes needs none of
this.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Union

from trtplugins import _core, arrays

__all__ = ["Calibrator", "entropy", "from_table", "legacy", "minmax"]

#: {input: array}; the array itself if there is one input; or arrays in the inputs' order.
Batch = Any
Batches = Union[Iterable[Batch], Callable[[], Iterable[Batch]]]
_Input = tuple[str, str, tuple[int, ...]]  # name, dtype, shape


class Calibrator:
    """Says how to calibrate; for any number of builds. Made by the functions of this module."""

    def __init__(
        self,
        algorithm: str,
        batches: Batches | None,
        *,
        cache: str | os.PathLike[str] | None = None,
        key: str = "",
        table: bytes = b"",
        quantile: float | None = None,
        regression_cutoff: float | None = None,
    ) -> None:
        """See `entropy`.

        Args:
            algorithm: "entropy_2", "entropy", "minmax" or "legacy".
            batches: representative inputs, or None if a table is given.
            cache: a file of tables.
            key: stands for the data.
            table: TensorRT's own, used instead of batches.
            quantile: of "legacy".
            regression_cutoff: of "legacy".

        Raises:
            Error: `batches` cannot be iterated over.
        """
        good = batches is None or callable(batches) or isinstance(batches, Iterable)
        if not good or isinstance(batches, (str, bytes, Mapping)):
            raise _core.Error(
                "calibrator: expected batches to iterate over, each a dictionary of arrays, got "
                f"{type(batches).__name__}"
            )
        self._batches = batches
        self._algorithm = algorithm
        self._cache = "" if cache is None else str(Path(cache))
        self._key = key
        self._table = table
        numbers = {"quantile": quantile, "regression_cutoff": regression_cutoff}
        self._numbers = {name: value for name, value in numbers.items() if value is not None}

    @property
    def has_cache(self) -> bool:
        """Whether tables are kept in a file; then what stands for the model matters."""
        return bool(self._cache)

    def attach(self, options: _core.BuildOptions, model: str = "") -> Feed:
        """Makes a build calibrate by this.

        Args:
            options: of the build.
            model: stands for its weights.

        Returns:
            What feeds the build; to be closed after it.

        Raises:
            Error: what was given for calibration contradicts itself or the options.
        """
        feed = Feed(self._batches)
        options.set_calibration(
            self._algorithm,
            None if self._batches is None else feed.next,
            table=self._table,
            cache=self._cache,
            key=f"{model}/{self._key}",
            **self._numbers,
        )
        options.check()
        return feed


def entropy(
    batches: Batches,
    *,
    cache: str | os.PathLike[str] | None = None,
    key: str = "",
    version: int = 2,
) -> Calibrator:
    """Ranges that lose the least information: TensorRT's choice for convolutional networks.

    Args:
        batches: gives {input: array} for every batch, in NumPy arrays or device arrays, of the
            shapes in the model or, where these are dynamic, of the optimum of the calibration
            profile. An iterable, or a function that makes one, which serves several builds.
        cache: a file of tables, made if it is not there. A table in it is used instead of the
            batches if it came from the same model, key, algorithm and TensorRT.
        key: stands for the data, which the cache cannot see: change it when they change.
        version: 2, or 1 for TensorRT's older one, IInt8EntropyCalibrator.

    Raises:
        Error: `batches` cannot be iterated over, or there is no such version.
    """
    if version not in (1, 2):
        raise _core.Error(f"calibrator: version: expected 1 or 2, got {version!r}")
    return Calibrator("entropy_2" if version == 2 else "entropy", batches, cache=cache, key=key)


def minmax(
    batches: Batches, *, cache: str | os.PathLike[str] | None = None, key: str = ""
) -> Calibrator:
    """Ranges from the smallest to the largest value: TensorRT's choice for language models.

    Args:
        batches: see `entropy`.
        cache: see `entropy`.
        key: see `entropy`.

    Raises:
        Error: `batches` cannot be iterated over.
    """
    return Calibrator("minmax", batches, cache=cache, key=key)


def legacy(
    batches: Batches,
    *,
    quantile: float = 0.9999,
    regression_cutoff: float = 1.0,
    cache: str | os.PathLike[str] | None = None,
    key: str = "",
) -> Calibrator:
    """Ranges that leave out a part of the largest values.

    Args:
        batches: see `entropy`.
        quantile: above 0, at most 1.
        regression_cutoff: above 0, at most 1.
        cache: see `entropy`.
        key: see `entropy`.

    Raises:
        Error: `batches` cannot be iterated over.
    """
    return Calibrator(
        "legacy",
        batches,
        cache=cache,
        key=key,
        quantile=quantile,
        regression_cutoff=regression_cutoff,
    )


#: What the first line of a table calls an algorithm.
_TABLES = {
    "EntropyCalibration2": "entropy_2",
    "EntropyCalibration": "entropy",
    "MinMaxCalibration": "minmax",
    "LegacyCalibration": "legacy",
}


def from_table(table: str | os.PathLike[str] | bytes) -> Calibrator:
    """Ranges out of a calibration table as TensorRT's own tools write it, and no data.

    Whether it belongs to the model is not known; a tensor that it does not name is not quantised.

    Args:
        table: a file, or its bytes.

    Raises:
        Error: it cannot be read, or is no such table.
    """
    what = "calibration table"
    if not isinstance(table, bytes):
        what = f"calibration table {os.fspath(table)}"
        try:
            table = Path(table).read_bytes()
        except OSError as error:
            raise _core.Error(f"{what}: {error.strerror}") from error
    first = table.split(b"\n", 1)[0].decode("ascii", "replace").strip()
    head, _, algorithm = first.rpartition("-")
    if not head.startswith("TRT-") or algorithm not in _TABLES:
        raise _core.Error(
            f"{what}: expected a first line such as 'TRT-8600-EntropyCalibration2', got {first!r}"
        )
    return Calibrator(_TABLES[algorithm], None, table=table)


class Feed:
    """Puts one batch after another into device memory, during one build."""

    def __init__(self, batches: Batches | None) -> None:
        """Nothing is read before the first `next`."""
        self._batches = batches
        self._iterator: Iterator[Batch] | None = None
        self._count = 0
        self._resource = _core.cuda_memory()
        self._buffers: dict[str, tuple[int, int]] = {}  # addresses and sizes
        self._kept: list[Any] = []

    def next(self, inputs: Sequence[_Input]) -> list[int] | None:
        """Device addresses of the inputs in the next batch, until the next call; None: no more."""
        if self._iterator is None:
            batches = self._batches() if callable(self._batches) else self._batches
            self._iterator = iter(batches or ())
        try:
            batch = next(self._iterator)
        except StopIteration:
            return None
        role = f"calibration batch {self._count}"
        self._count += 1
        given = _by_name(role, batch, inputs)
        self._kept = []
        return [self._address(f"{role}: input {i[0]!r}", given[i[0]], i) for i in inputs]

    def _address(self, role: str, array: Any, wanted: _Input) -> int:
        name, dtype, shape = wanted
        if arrays.on_device(array):
            view = arrays.device_view(role, array, _core.cuda.current_device())
            _check(role, str(view.dtype), view.shape, dtype, shape)
            _core.cuda.stream_synchronize(arrays.current_stream(view.array))
            self._kept.append(view.array)
            return view.address
        host = arrays.host_view(role, array, dtype)
        _check(role, str(host.dtype), host.shape, dtype, shape)
        address = self._buffer(name, host.nbytes)
        _core.cuda.copy_to_device(address, host)
        _core.cuda.stream_synchronize(0)
        return address

    def _buffer(self, name: str, size: int) -> int:
        if name not in self._buffers:  # every batch is of one size
            self._buffers[name] = (self._resource.allocate(size), size)
        return self._buffers[name][0]

    def close(self) -> None:
        """Frees the device memory."""
        self._iterator, self._kept = None, []
        while self._buffers:
            _, (address, size) = self._buffers.popitem()
            self._resource.deallocate(address, size)

    def __enter__(self) -> Feed:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if not _core.is_building_in_background():  # else by the build that was left to itself
            self.close()

    def __del__(self) -> None:
        if getattr(self, "_buffers", None) and not sys.is_finalizing():
            self.close()


def _by_name(role: str, batch: Batch, inputs: Sequence[_Input]) -> dict[str, Any]:
    names = [name for name, _, _ in inputs]
    if isinstance(batch, Mapping):
        missing = [name for name in names if name not in batch]
        unknown = [repr(name) for name in batch if name not in names]
        if missing or unknown:
            what = f"missing {', '.join(missing)}" if missing else f"got {', '.join(unknown)}"
            raise _core.Error(f"{role}: expected arrays of {', '.join(names)}; {what}")
        return dict(batch)
    parts = list(batch) if isinstance(batch, (tuple, list)) else [batch]
    if len(parts) != len(names):
        raise _core.Error(
            f"{role}: expected {len(names)} arrays, of {', '.join(names)}, got {len(parts)}"
        )
    return dict(zip(names, parts))


def _check(
    role: str, dtype: str, shape: Sequence[int], wanted: str, wanted_shape: Sequence[int]
) -> None:
    if dtype != wanted or tuple(shape) != tuple(wanted_shape):
        raise _core.Error(
            f"{role}: expected {wanted}{list(wanted_shape)}, got {dtype}{list(shape)}"
        )
