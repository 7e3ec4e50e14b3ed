#pragma once

#include <NvInfer.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calibration.h"
#include "cancellation.h"
#include "logger.h"
#include "memory/device_memory_resource.h"
#include "model.h"

namespace trtp::runtime {

// Minimum, optimum and maximum of an input's shape; of its values, if it is a shape tensor.
using Range = std::array<Shape, 3>;
using Profile = std::map<std::string, Range>;

// What TensorRT makes of the precisions that are set for layers.
enum class PrecisionConstraints { none, prefer, obey };

// Type and memory layout of an input or output; what is not given stays as the model has it.
struct TensorIo {
  std::optional<nvinfer1::DataType> type;
  std::optional<nvinfer1::TensorFormat> format;
};

// Values of a tensor to be mapped to -127 ... 127; TensorRT 8 quantises around zero.
struct DynamicRange {
  float low, high;
};

struct Dla {
  int core = 0;
  // Layers that DLA does not do run on the GPU; on a GPU without DLA, all of them do.
  bool gpu_fallback = false;
};

// How to build. Names are those of the model's tensors and layers; layers are also named by shell
// patterns ("conv*"). "8.6": TensorRT 8.6 or newer.
struct BuildOptions {
  std::string format = "onnx";   // or "uff", "caffe"
  Bindings bindings;             // UFF, Caffe
  std::optional<Model> weights;  // Caffe

  // Precision. FP32 is always among the types that TensorRT chooses from.
  bool fp16 = false, int8 = false, tf32 = true;
  PrecisionConstraints precision_constraints = PrecisionConstraints::none;
  std::map<std::string, nvinfer1::DataType> layer_precisions;    // by layer: to compute in
  std::map<std::string, nvinfer1::DataType> layer_output_types;  // by layer: of its outputs
  bool sparse_weights = false;  // let TensorRT use that half of the weights are zero
  std::map<std::string, DynamicRange> dynamic_ranges;  // by tensor: int8
  std::optional<Calibration> calibration;              // int8
  std::optional<Profile> calibration_profile;  // its optima are the batches' shapes; else the first

  // Shapes, types and layouts.
  std::vector<Profile> profiles;
  std::map<std::string, TensorIo> io;
  bool direct_io = false;  // fail rather than insert a reformat of an input or output

  // Search.
  std::optional<size_t> workspace;  // bytes; by default all of the GPU's memory
  std::map<nvinfer1::MemoryPoolType, size_t> memory_pools;  // bytes
  std::optional<uint32_t>
      tactic_sources;  // bits of nvinfer1::TacticSource; 0: neither cuBLAS nor cuDNN
  std::optional<int> optimization_level;  // 0 to 5; 8.6
  std::optional<int> max_aux_streams;     // 8.6
  std::string timing_cache;               // a file, made if it is not there; "": none

  // The plan.
  bool refittable = false;
  bool version_compatible = false;    // 8.6: newer versions of TensorRT 8 run it
  bool exclude_lean_runtime = false;  // 8.6: of a version-compatible plan; who loads it has one
  std::vector<std::string> plugins_to_serialize;  // 8.6: libraries, into a version-compatible plan
  nvinfer1::HardwareCompatibilityLevel hardware_compatibility =
      nvinfer1::HardwareCompatibilityLevel::kNONE;  // 8.6
  nvinfer1::ProfilingVerbosity profiling_verbosity =
      nvinfer1::ProfilingVerbosity::kLAYER_NAMES_ONLY;

  // Where layers run.
  std::optional<Dla> dla;                                     // by default on the GPU
  std::map<std::string, nvinfer1::DeviceType> layer_devices;  // by layer

  std::shared_ptr<memory::DeviceMemoryResource> resource;  // null: TensorRT's own cudaMalloc
  Sink log;
  std::shared_ptr<Cancellation const> cancellation;  // null: none
};

// What can be said without TensorRT and a model: options that contradict each other, files that
// cannot be written. Throws Error naming the option, what was expected and what came.
void check(BuildOptions const& options);

// Throws Error for an option that this version of TensorRT (8503, 8600) does not have.
void check_version(BuildOptions const& options, int32_t version);

}  // namespace trtp::runtime
