#include "build_options.h"

#include <cmath>
#include <fstream>

#include "enum_names.h"
#include "files.h"
#include "op/error.h"
#include "trt/library.h"

namespace trtp::runtime {

namespace {

using nvinfer1::DataType;
using nvinfer1::MemoryPoolType;

void check_precision(BuildOptions const& options) {
  for (auto const& [names, what] : {std::pair{&options.layer_precisions, "layer_precisions"},
                                    std::pair{&options.layer_output_types, "layer_output_types"}}) {
    for (auto const& [layer, type] : *names) {
      bool const known = type == DataType::kFLOAT || type == DataType::kHALF ||
                         type == DataType::kINT8 ||
                         (type == DataType::kINT32 && names == &options.layer_output_types);
      if (!known) fail(what, " of '", layer, "': expected fp32, fp16 or int8, got ", name_of(type));
      if (type == DataType::kHALF && !options.fp16)
        fail(what, " of '", layer, "': fp16 is not among the precisions to build with");
      if (type == DataType::kINT8 && !options.int8)
        fail(what, " of '", layer, "': int8 is not among the precisions to build with");
    }
  }
  if (options.int8) return;
  if (options.calibration) fail("calibrator: int8 is not among the precisions to build with");
  if (!options.dynamic_ranges.empty())
    fail("dynamic_ranges: int8 is not among the precisions to build with");
}

void check_ranges(BuildOptions const& options) {
  for (auto const& [name, range] : options.dynamic_ranges) {
    bool const good =
        std::isfinite(range.low) && std::isfinite(range.high) && range.low < range.high;
    if (!good) {
      fail("dynamic_ranges of '", name, "': expected two finite numbers, low < high, got ",
           range.low, ", ", range.high);
    }
  }
  if (options.calibration_profile && !options.calibration)
    fail("calibration_profile: there is no calibrator");
}

void check_pools(BuildOptions const& options) {
  constexpr size_t least = 4096;
  for (auto const& [pool, size] : options.memory_pools) {
    if (pool == MemoryPoolType::kWORKSPACE) {
      if (options.workspace) fail("memory_pools: workspace is given twice");
      continue;
    }
    if (pool == MemoryPoolType::kTACTIC_DRAM) continue;
    if (!options.dla) fail("memory_pools: ", name_of(pool), " is of use with DLA only");
    bool const power = size != 0 && (size & (size - 1)) == 0;
    bool const none = size == 0 && pool == MemoryPoolType::kDLA_MANAGED_SRAM;
    if (!none && (!power || size < least)) {
      fail("memory_pools: ", name_of(pool), ": expected a power of two of at least ", least,
           " bytes, got ", size);
    }
  }
}

void check_plan(BuildOptions const& options) {
  if (options.exclude_lean_runtime && !options.version_compatible)
    fail("exclude_lean_runtime: only a version_compatible plan holds a lean runtime");
  if (!options.plugins_to_serialize.empty() && !options.version_compatible) {
    fail("serialize_plugins: TensorRT takes plugin libraries into version_compatible plans only");
  }
  for (auto const& path : options.plugins_to_serialize) {
    if (!std::ifstream(path)) fail("serialize_plugins: cannot read '", path, "'");
  }
}

void check_devices(BuildOptions const& options) {
  if (options.dla && options.dla->core < 0)
    fail("dla: expected the number of a core, got ", options.dla->core);
  if (options.dla && !options.fp16 && !options.int8)
    fail("dla: DLA computes in fp16 and int8: expected one of them among the precisions");
  for (auto const& [layer, device] : options.layer_devices) {
    if (device == nvinfer1::DeviceType::kDLA && !options.dla)
      fail("layer_devices of '", layer, "': dla says which core; it is not given");
  }
}

}  // namespace

void check(BuildOptions const& options) {
  check_precision(options);
  check_ranges(options);
  check_pools(options);
  check_plan(options);
  check_devices(options);
  if (options.optimization_level &&
      (*options.optimization_level < 0 || *options.optimization_level > 5)) {
    fail("optimization_level: expected 0 to 5, got ", *options.optimization_level);
  }
  if (options.max_aux_streams && *options.max_aux_streams < 0)
    fail("max_aux_streams: expected at least 0, got ", *options.max_aux_streams);
  if (!options.timing_cache.empty())
    within("timing_cache", [&] { require_writable(options.timing_cache); });
  if (options.calibration) check(*options.calibration);
}

void check_version(BuildOptions const& options, int32_t version) {
  auto const needs = [&](int32_t wanted, bool used, char const* option) {
    if (used && version < wanted) {
      fail(option, ": expected TensorRT ", trt::version_text(wanted), " or newer, this is ",
           trt::version_text(version));
    }
  };
  needs(8600, options.optimization_level.has_value(), "optimization_level");
  needs(8600, options.max_aux_streams.has_value(), "max_aux_streams");
  needs(8600, options.version_compatible, "version_compatible");
  needs(8600, options.hardware_compatibility != nvinfer1::HardwareCompatibilityLevel::kNONE,
        "hardware_compatibility");
  needs(8600, options.memory_pools.count(MemoryPoolType::kTACTIC_DRAM) > 0,
        "memory_pools: tactic_dram");
}

}  // namespace trtp::runtime
