"""How to build an engine: what `trtplugins.build` and a `Network` take besides the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict, Union

from trtplugins import _core
from trtplugins import profiles as profiles_
from trtplugins.calibrate import Calibrator
from trtplugins.memory import parse_size
from trtplugins.profiles import Profile

PRECISIONS = ("fp32", "fp16", "int8")

Size = Union[str, int]
#: The type of an input or output, its layout, or both: "fp16", "hwc8", ("fp16", "hwc8").
Io = Union[str, Sequence[str]]
#: (low, high), or the largest absolute value.
DynamicRange = Union[float, Sequence[float]]


class BuildOptions(TypedDict, total=False):
    """Keyword arguments of a build; what is not given has its default.

    Tensors and layers are those of the model. Layers are named exactly or by shell patterns such
    as "conv*"; an exact name goes before a pattern. Sizes are bytes or texts such as "1 GiB".

    Attributes:
        precision: what TensorRT may compute in besides fp32: "fp32", "fp16", "int8", or several,
            "fp16+int8" or ["fp16", "int8"].
        tf32: let float32 products round their factors to TensorFloat-32, as TensorRT does.
        precision_constraints: what becomes of the precisions of layers: "none" lets TensorRT
            ignore them, "prefer" warns where it cannot keep to them, "obey" fails there.
        layer_precisions: {layer: type} to compute in.
        layer_output_types: {layer: type} of what a layer writes.
        sparse_weights: let TensorRT use that half of a layer's weights are zero.
        calibrator: finds the dynamic ranges for int8, see `trtplugins.calibrate`. A model that
            has Q/DQ nodes says its ranges itself.
        calibration_profile: {input: [min, opt, max]}; batches have the optimal shapes. By default
            the first of `profiles`.
        dynamic_ranges: {tensor: (low, high)}, or one number for a range around zero.
        profiles: for inputs with dynamic dimensions {name: [min, opt, max]}, or a list of these.
            Of an input whose values are extents of other tensors, a profile gives the values.
        io: {tensor: type, layout or both} of inputs and outputs: "fp16", "hwc8",
            ("fp16", "hwc8"). Types are "fp32", "fp16" and "int8", layouts TensorRT's: "linear",
            "chw2", "chw4", "chw16", "chw32", "hwc", "hwc8", "hwc16", "dhwc", "dhwc8", "cdhw32",
            "dla_linear", "dla_hwc4".
        direct_io: fail rather than insert a reformat at an input or output.
        workspace: the most device memory that a layer may use for itself, 1 GiB by default; None:
            all there is.
        memory_pools: {pool: size}: "dla_managed_sram", "dla_local_dram", "dla_global_dram", which
            are powers of two, and "tactic_dram".
        tactic_sources: names among "cublas", "cublas_lt", "cudnn", "edge_mask_convolutions",
            "jit_convolutions", or a set of TensorRT's bits; 0 does without all of them.
        optimization_level: 0 (a quick build) to 5; TensorRT 8.6.
        max_aux_streams: on how many more streams TensorRT may run layers side by side; 8.6.
        timing_cache: a file of tactics' times, made if it is not there. A second build that asks
            the same questions takes the answers from it. Processes may share it, and GPUs.
        refittable: let the engine's weights be replaced.
        version_compatible: a plan for newer versions of TensorRT 8 too; 8.6.
        exclude_lean_runtime: leave the runtime out of a version-compatible plan; 8.6.
        hardware_compatibility: "none", or "ampere_plus" for a plan that runs on any GPU from
            Ampere on; 8.6.
        serialize_plugins: put plugin libraries into a version-compatible plan: True for this one,
            or paths; 8.6.
        profiling_verbosity: what an engine says of its layers: "layer_names_only", "none",
            "detailed".
        dla: number of the DLA core to run on.
        gpu_fallback: run on the GPU what DLA does not; all of it where there is no DLA.
        layer_devices: {layer: "gpu" or "dla"}.
    """

    precision: str | Iterable[str]
    tf32: bool
    precision_constraints: str
    layer_precisions: Mapping[str, str]
    layer_output_types: Mapping[str, str]
    sparse_weights: bool
    calibrator: Calibrator | None
    calibration_profile: Profile | None
    dynamic_ranges: Mapping[str, DynamicRange] | None
    profiles: Profile | Sequence[Profile] | None
    io: Mapping[str, Io] | None
    direct_io: bool
    workspace: Size | None
    memory_pools: Mapping[str, Size]
    tactic_sources: int | Iterable[str] | None
    optimization_level: int | None
    max_aux_streams: int | None
    timing_cache: Any  # str | os.PathLike[str] | None
    refittable: bool
    version_compatible: bool
    exclude_lean_runtime: bool
    hardware_compatibility: str
    serialize_plugins: bool | Sequence[str]
    profiling_verbosity: str
    dla: int | None
    gpu_fallback: bool
    layer_devices: Mapping[str, str]


_PLAIN = (
    "tf32",
    "sparse_weights",
    "direct_io",
    "optimization_level",
    "max_aux_streams",
    "refittable",
    "version_compatible",
    "exclude_lean_runtime",
)
_SET = (
    "precision_constraints",
    "layer_precisions",
    "layer_output_types",
    "hardware_compatibility",
    "profiling_verbosity",
    "layer_devices",
)
_NAMES = frozenset(BuildOptions.__annotations__)


def make(options: BuildOptions) -> _core.BuildOptions:
    """The options as the builder takes them, but for the calibrator's data.

    Raises:
        Error: an option is not what is expected, or contradicts another.
        TypeError: there is no such option.
    """
    unknown = set(options) - _NAMES
    if unknown:
        raise TypeError(f"there is no option {', '.join(sorted(unknown))} of a build")
    given: dict[str, Any] = dict(options)
    out = _core.BuildOptions()
    precisions = precisions_of(given.get("precision", "fp32"))
    out.fp16, out.int8 = "fp16" in precisions, "int8" in precisions
    for name in _PLAIN:
        if name in given:
            _assign(out, name, given[name])
    for name in _SET:
        if name in given:
            _call(name, getattr(out, f"set_{name}"), given[name])
    workspace = given.get("workspace", "1 GiB")
    out.workspace = None if workspace is None else parse_size(workspace)
    for pool, size in (given.get("memory_pools") or {}).items():
        if pool == "workspace":
            out.workspace = None
        out.set_memory_pool(pool, parse_size(size))
    _set_tactic_sources(out, given.get("tactic_sources"))
    out.set_profiles(profiles_.ranges_of(given.get("profiles")))
    if given.get("calibration_profile") is not None:
        out.set_calibration_profile(profiles_.ranges_of(given["calibration_profile"])[0])
    for name, io in (given.get("io") or {}).items():
        out.set_io(name, *io_of(name, io))
    for name, dynamic_range in (given.get("dynamic_ranges") or {}).items():
        out.set_dynamic_range(name, *_range_of(name, dynamic_range))
    if given.get("timing_cache") is not None:
        out.timing_cache = str(given["timing_cache"])
    plugins = given.get("serialize_plugins", False)
    if plugins:
        out.plugins_to_serialize = (
            [_core.library_path()] if plugins is True else [str(path) for path in plugins]
        )
    if given.get("dla") is not None:
        out.set_dla(given["dla"], given.get("gpu_fallback", False))
    elif given.get("gpu_fallback"):
        raise _core.Error("gpu_fallback: what falls back is said with dla, the number of its core")
    calibrator = given.get("calibrator")
    if calibrator is None:
        out.check()
    return out


def precisions_of(precision: str | Iterable[str]) -> set[str]:
    """What may be computed in, of "fp16+int8" or ["fp16", "int8"].

    Raises:
        Error: TensorRT computes in nothing of that name.
    """
    names = precision.split("+") if isinstance(precision, str) else list(precision)
    for name in names:
        if name not in PRECISIONS:
            raise _core.Error(
                f"precision: expected one of {', '.join(PRECISIONS)} or several, 'fp16+int8', "
                f"got {precision!r}"
            )
    return set(names)


def io_of(name: str, io: Io) -> tuple[str | None, str | None]:
    """Type and layout, either of which may be missing.

    Raises:
        Error: it is neither one nor the other.
    """
    parts = [io] if isinstance(io, str) else list(io)
    types = [p for p in parts if p in ("fp32", "fp16", "int8", "float32", "float16")]
    formats = [p for p in parts if p not in types]
    if not parts or len(types) > 1 or len(formats) > 1:
        raise _core.Error(
            f"io of {name!r}: expected a type, a layout or both, such as ('fp16', 'hwc8'), "
            f"got {io!r}"
        )
    return next(iter(types), None), next(iter(formats), None)


def _range_of(name: str, value: DynamicRange) -> tuple[float, float]:
    try:
        if isinstance(value, Sequence):
            low, high = value
            return float(low), float(high)
        return -float(value), float(value)
    except (TypeError, ValueError):
        raise _core.Error(
            f"dynamic_ranges of {name!r}: expected (low, high) or one number, got {value!r}"
        ) from None


def _set_tactic_sources(out: _core.BuildOptions, sources: Any) -> None:
    if sources is None:
        return
    if isinstance(sources, int):
        _assign(out, "tactic_sources", sources)
    else:
        _call("tactic_sources", out.set_tactic_sources, list(sources))


def _assign(out: _core.BuildOptions, name: str, value: Any) -> None:
    try:
        setattr(out, name, value)
    except TypeError:
        raise _core.Error(f"{name}: got {value!r}, a {type(value).__name__}") from None


def _call(name: str, function: Any, value: Any) -> None:
    try:
        function(value)
    except TypeError:
        raise _core.Error(f"{name}: got {value!r}, a {type(value).__name__}") from None
