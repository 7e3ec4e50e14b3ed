#include "builder_config.h"

#include "enum_names.h"
#include "io_formats.h"
#include "layer_options.h"
#include "op/error.h"
#include "trt/library.h"

namespace trtp::runtime {

namespace {

using nvinfer1::BuilderFlag;
using nvinfer1::MemoryPoolType;

void set_precision(nvinfer1::IBuilderConfig& config, BuildOptions const& options) {
  if (options.fp16) config.setFlag(BuilderFlag::kFP16);
  if (options.int8) config.setFlag(BuilderFlag::kINT8);
  if (!options.tf32) config.clearFlag(BuilderFlag::kTF32);
  if (options.sparse_weights) config.setFlag(BuilderFlag::kSPARSE_WEIGHTS);
  if (options.precision_constraints == PrecisionConstraints::prefer)
    config.setFlag(BuilderFlag::kPREFER_PRECISION_CONSTRAINTS);
  if (options.precision_constraints == PrecisionConstraints::obey)
    config.setFlag(BuilderFlag::kOBEY_PRECISION_CONSTRAINTS);
  if (options.direct_io) config.setFlag(BuilderFlag::kDIRECT_IO);
}

void set_search(nvinfer1::IBuilderConfig& config, BuildOptions const& options,
                Operation const& operation) {
  if (options.workspace) config.setMemoryPoolLimit(MemoryPoolType::kWORKSPACE, *options.workspace);
  if (options.tactic_sources && !config.setTacticSources(*options.tactic_sources)) {
    operation.fail(text("TensorRT refuses the tactic sources ", *options.tactic_sources));
  }
  if (options.optimization_level) config.setBuilderOptimizationLevel(*options.optimization_level);
  if (options.max_aux_streams) config.setMaxAuxStreams(*options.max_aux_streams);
}

void set_plan(nvinfer1::IBuilderConfig& config, BuildOptions const& options) {
  if (options.refittable) config.setFlag(BuilderFlag::kREFIT);
  if (options.version_compatible) config.setFlag(BuilderFlag::kVERSION_COMPATIBLE);
  if (options.exclude_lean_runtime) config.setFlag(BuilderFlag::kEXCLUDE_LEAN_RUNTIME);
  if (!options.plugins_to_serialize.empty()) {
    std::vector<char const*> paths;
    for (auto const& path : options.plugins_to_serialize) paths.push_back(path.c_str());
    config.setPluginsToSerialize(paths.data(), static_cast<int32_t>(paths.size()));
  }
  if (options.hardware_compatibility != nvinfer1::HardwareCompatibilityLevel::kNONE)
    config.setHardwareCompatibilityLevel(options.hardware_compatibility);
  config.setProfilingVerbosity(options.profiling_verbosity);
}

// Whether there is DLA to build for.
bool set_dla(nvinfer1::IBuilder const& builder, nvinfer1::IBuilderConfig& config,
             BuildOptions const& options) {
  if (!options.dla) return false;
  auto const cores = builder.getNbDLACores();
  if (options.dla->core >= cores) {
    auto const found =
        cores == 0 ? std::string("this GPU has no DLA")
                   : text("this GPU has ", cores, " DLA cores, got core ", options.dla->core);
    if (cores > 0 || !options.dla->gpu_fallback)
      fail("dla: ", found, cores > 0 ? "" : "; with gpu_fallback everything runs on the GPU");
    warn(text("dla: ", found, ": everything runs on the GPU"));
    return false;
  }
  config.setDefaultDeviceType(nvinfer1::DeviceType::kDLA);
  config.setDLACore(options.dla->core);
  if (options.dla->gpu_fallback) config.setFlag(BuilderFlag::kGPU_FALLBACK);
  return true;
}

}  // namespace

void configure(nvinfer1::IBuilder const& builder, nvinfer1::IBuilderConfig& config,
               BuildOptions const& options, Operation const& operation) {
  auto const version = trt::library().version();
  check_version(options, version);
  set_precision(config, options);
  set_search(config, options, operation);
  set_plan(config, options);
  bool const on_dla = set_dla(builder, config, options);
  for (auto const& [pool, size] : options.memory_pools) {
    bool const of_dla = pool != MemoryPoolType::kWORKSPACE && pool != MemoryPoolType::kTACTIC_DRAM;
    if (on_dla || !of_dla) config.setMemoryPoolLimit(pool, size);
  }
  if (version >= 8600) {
    // Contexts of one engine may then use the same profile at the same time.
    config.setPreviewFeature(nvinfer1::PreviewFeature::kPROFILE_SHARING_0806, true);
  }
}

void configure(nvinfer1::INetworkDefinition& network, nvinfer1::IBuilderConfig& config,
               BuildOptions const& options, Operation const&) {
  set_io(network, options.io);
  set_dynamic_ranges(network, options.dynamic_ranges);
  set_layer_precisions(network, options.layer_precisions, options.layer_output_types);
  if (config.getDefaultDeviceType() == nvinfer1::DeviceType::kDLA)
    set_layer_devices(network, config, options.layer_devices);
}

}  // namespace trtp::runtime
