"""Options of a build that are told to be wrong before TensorRT is asked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import trtplugins as tp
from trtplugins import _core, build_options


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"precision": "fp16+int4"}, "precision: expected one of fp32, fp16, int8 or several"),
        ({"precision_constraints": "maybe"}, "precision_constraints: expected one of 'none'"),
        ({"layer_precisions": {"c": "fp64"}}, "layer_precisions of 'c': expected one of 'fp32'"),
        ({"layer_precisions": {"c": "bool"}}, "'c': expected fp32, fp16 or int8, got bool"),
        ({"layer_precisions": {"c": "fp16"}}, "fp16 is not among the precisions"),
        ({"layer_output_types": {"c": "int8"}}, "layer_output_types of 'c': int8 is not among"),
        ({"dynamic_ranges": {"x": 1.0}}, "dynamic_ranges: int8 is not among the precisions"),
        ({"precision": "int8", "dynamic_ranges": {"x": (2, 1)}}, "low < high, got 2, 1"),
        ({"precision": "int8", "dynamic_ranges": {"x": float("nan")}}, "two finite numbers"),
        ({"precision": "int8", "dynamic_ranges": {"x": "wide"}}, "expected (low, high) or one"),
        ({"io": {"x": "chw5"}}, "io of 'x': expected one of 'linear', 'chw2', 'hwc8'"),
        ({"io": {"x": ("fp16", "int8")}}, "io of 'x': expected a type, a layout or both"),
        ({"io": {"x": ()}}, "io of 'x': expected a type, a layout or both"),
        ({"workspace": "a lot"}, "expected a size such as"),
        ({"memory_pools": {"heap": 1}}, "memory_pools: expected one of 'workspace'"),
        ({"memory_pools": {"dla_local_dram": "1 GiB"}}, "dla_local_dram is of use with DLA only"),
        (
            {"dla": 0, "precision": "fp16", "memory_pools": {"dla_local_dram": 5000}},
            "dla_local_dram: expected a power of two of at least 4096 bytes, got 5000",
        ),
        ({"tactic_sources": ["cudnn", "cutlass"]}, "tactic_sources: expected one of 'cublas'"),
        ({"tactic_sources": -1}, "tactic_sources: got -1"),
        ({"optimization_level": 6}, "optimization_level: expected 0 to 5, got 6"),
        ({"max_aux_streams": -1}, "max_aux_streams: expected at least 0, got -1"),
        ({"tf32": "yes please"}, "tf32: got 'yes please', a str"),
        ({"timing_cache": "/no/such/folder/t"}, "timing_cache: cannot write"),
        ({"exclude_lean_runtime": True}, "only a version_compatible plan holds a lean runtime"),
        ({"serialize_plugins": True}, "into version_compatible plans only"),
        (
            {"serialize_plugins": ["/no/such.so"], "version_compatible": True},
            "serialize_plugins: cannot read '/no/such.so'",
        ),
        ({"hardware_compatibility": "volta"}, "hardware_compatibility: expected one of 'none'"),
        ({"profiling_verbosity": "chatty"}, "profiling_verbosity: expected one of"),
        ({"dla": 0}, "dla: DLA computes in fp16 and int8"),
        ({"dla": -1, "precision": "fp16"}, "dla: expected the number of a core, got -1"),
        ({"gpu_fallback": True}, "gpu_fallback: what falls back is said with dla"),
        ({"layer_devices": {"c": "dla"}}, "layer_devices of 'c': dla says which core"),
        ({"layer_devices": {"c": "cpu"}}, "layer_devices of 'c': expected one of 'gpu', 'dla'"),
        ({"profiles": {"x": [(1,), (2,)]}}, "expected [min, opt, max]"),
        (
            {"precision": "int8", "calibration_profile": {"x": [(1,), (2,), (3,)]}},
            "calibration_profile: there is no calibrator",
        ),
    ],
)
def test_what_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(tp.Error, match=re.escape(message)):
        build_options.make(options)  # type: ignore[arg-type]


def test_an_option_that_there_is_not() -> None:
    with pytest.raises(TypeError, match="there is no option profile of a build"):
        tp.build(b"", profile={})  # type: ignore[call-arg]


def test_what_is_taken(tmp_path: Path) -> None:
    options = build_options.make(
        {
            "precision": ["fp16", "int8"],
            "layer_precisions": {"conv*": "fp32", "head": "int8"},
            "precision_constraints": "obey",
            "dynamic_ranges": {"x": 3, "y": (-1, 2)},
            "io": {"x": ("fp16", "chw16"), "y": "hwc8", "z": "int8"},
            "memory_pools": {"workspace": "64 MiB", "dla_managed_sram": "1 MiB"},
            "tactic_sources": ["cudnn", "jit_convolutions"],
            "timing_cache": tmp_path / "t.cache",
            "version_compatible": True,
            "serialize_plugins": True,
            "dla": 1,
            "gpu_fallback": True,
        }
    )
    assert options.fp16
    assert options.int8
    assert options.workspace is None  # the pool says it
    assert options.tactic_sources == 0b10100
    assert options.plugins_to_serialize == [_core.library_path()]
    assert not (tmp_path / "t.cache").exists()


@pytest.mark.parametrize(
    "options",
    [
        {"optimization_level": 3},
        {"max_aux_streams": 1},
        {"version_compatible": True},
        {"hardware_compatibility": "ampere_plus"},
        {"memory_pools": {"tactic_dram": "1 GiB"}},
    ],
)
def test_what_tensorrt_8_5_lacks(options: dict[str, Any]) -> None:
    made = build_options.make(options)  # type: ignore[arg-type]
    made.check(8600)
    (name,) = options
    with pytest.raises(
        tp.Error, match=f"{name}.*: expected TensorRT 8.6.0 or newer, this is 8.5.3"
    ):
        made.check(8503)


@pytest.mark.parametrize(
    ("type", "format", "rank", "message"),
    [
        ("fp32", "linear", 1, None),
        ("int32", "linear", 0, None),
        ("fp16", "hwc8", 4, None),
        ("int8", "chw32", 4, None),
        ("fp32", "hwc8", 4, "format hwc8 is for fp16, got fp32"),
        ("int8", "chw16", 4, "format chw16 is for fp16, got int8"),
        ("fp16", "dhwc8", 4, "format dhwc8: expected at least 5 dimensions, got 4"),
        ("fp16", "chw16", 2, "format chw16: expected at least 4 dimensions, got 2"),
        ("fp16", "nhwc", 4, "expected one of 'linear'"),
    ],
)
def test_layouts(type: str, format: str, rank: int, message: str | None) -> None:
    if message is None:
        _core.check_format(type, format, rank)
        return
    with pytest.raises(tp.Error, match=re.escape(message)):
        _core.check_format(type, format, rank)
