"""Results as a file to keep and as a table to read."""

from __future__ import annotations

import dataclasses
import datetime
import json
import platform
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from trtplugins import _core, system
from trtplugins.bench.device import Device
from trtplugins.bench.harness import Entry, Result


def document(
    results: Sequence[Result], device: Device, *, seed: int, command: Sequence[str]
) -> dict[str, Any]:
    """Everything needed to read the numbers later, and the command that made them."""
    return {
        "command": shlex.join(command),
        "date": datetime.date.today().isoformat(),
        "seed": seed,
        "gpu": {
            "name": device.name,
            "compute_capability": device.compute_capability,
            "memory_bytes": device.memory_bytes,
            "cache_bytes": device.cache_bytes,
            "driver": system.driver_version(),
        },
        "versions": {
            "trtplugins": system.package_version("trtplugins"),
            "tensorrt": str(_core.tensorrt()["version"]),
            "torch": system.package_version("torch"),
            "python": platform.python_version(),
        },
        "results": [_result(result) for result in results],
    }


def circumstances(
    gpu: system.Gpu, packages: Sequence[str] = (), *, tensorrt: bool = True
) -> dict[str, Any]:
    """What stands before the results of a benchmark that is a program of its own.

    Args:
        gpu: that was measured on.
        packages: whose versions matter, besides this one's.
        tensorrt: whether TensorRT's does.
    """
    versions = {name: system.package_version(name) for name in packages}
    if tensorrt:
        versions["tensorrt"] = _core.this_host()[0]
    return {
        "command": shlex.join(["python", *sys.argv]),
        "date": datetime.date.today().isoformat(),
        "gpu": {"name": gpu.name, "driver": system.driver_version()},
        "versions": {
            "trtplugins": _core.__version__,
            "python": platform.python_version(),
            **versions,
        },
    }


def save(content: dict[str, Any], folder: Path, name: str) -> Path:
    """Write `<date>-<gpu>-<name>.json` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{content['date']}-{slug(content['gpu']['name'])}-{slug(name)}.json"
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return path


def slug(name: str) -> str:
    """`NVIDIA H200` as part of a file name: `h200`."""
    words = [word for word in re.split(r"[^a-z0-9]+", name.lower()) if word]
    return "-".join(word for word in words if word != "nvidia")


def table(results: Sequence[Result]) -> Table:
    """One line per implementation."""
    columns = Table(title="Median of the time on the device; of copy: 1 is the floor")
    columns.add_column("work")
    columns.add_column("who")
    for name in ("ms", "spread", "GB/s", "of copy", "host us"):
        columns.add_column(name, justify="right")
    for result in results:
        for i, entry in enumerate(result.entries):
            label = result.work.label if i == 0 else ""
            columns.add_row(label, entry.who, *_cells(result, entry))
        columns.add_section()
    return columns


def _cells(result: Result, entry: Entry) -> list[str]:
    timing = entry.timing
    if timing is None:
        return ["-", entry.unavailable]
    low, high = timing.quartiles_ms
    return [
        f"{timing.median_ms:.4f}",
        f"{(high - low) / timing.median_ms:.1%}",
        f"{timing.bandwidth(result.work.bytes_to_move):.0f}",
        f"{result.of_copy(timing):.3f}" + ("*" if timing.host_bound else ""),
        f"{timing.host_us:.1f}",
    ]


def _result(result: Result) -> dict[str, Any]:
    work = result.work
    return {
        "operator": work.op.name,
        "attributes": dict(work.case.attributes),
        "inputs": [_tensor(t) for t in work.inputs],
        "outputs": [_tensor(t) for t in work.outputs],
        "bytes_to_move": work.bytes_to_move,
        "sets_rotated": result.sets,
        "copy_gb_per_s": round(result.copy_bandwidth, 1),
        "implementations": [_implementation(result, entry) for entry in result.entries],
    }


def _tensor(tensor: Any) -> dict[str, Any]:
    return {"name": tensor.name, "dtype": tensor.dtype, "shape": list(tensor.shape)}


def _implementation(result: Result, entry: Entry) -> dict[str, Any]:
    if entry.timing is None:
        return {"who": entry.who, "unavailable": entry.unavailable}
    numbers = dataclasses.asdict(entry.timing)
    numbers["of_copy"] = round(result.of_copy(entry.timing), 4)
    numbers["host_bound"] = entry.timing.host_bound
    return {"who": entry.who, **numbers}
