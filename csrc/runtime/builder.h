#pragma once

#include <NvInfer.h>

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "logger.h"
#include "memory/device_memory_resource.h"
#include "model.h"

namespace trtp::runtime {

// Minimum, optimum and maximum of an input's shape; of its values, if it is a shape tensor.
using Range = std::array<Shape, 3>;
using Profile = std::map<std::string, Range>;

struct BuildOptions {
  std::string format = "onnx";  // or "uff"
  bool fp16 = false;
  bool tf32 = true;
  std::optional<size_t> workspace;  // bytes; by default all of the GPU's memory
  std::optional<uint32_t>
      tactic_sources;  // bits of nvinfer1::TacticSource; 0: neither cuBLAS nor cuDNN
  std::optional<int> optimization_level;  // 0 to 5; TensorRT 8.6
  bool refittable = false;
  std::vector<Profile> profiles;
  Bindings bindings;                                       // UFF
  std::shared_ptr<memory::DeviceMemoryResource> resource;  // null: TensorRT's own cudaMalloc
  Sink log;
};

// Builds an engine for the current GPU and returns its plan. Throws Error with TensorRT's lines
// where there is no GPU, the model cannot be imported, profiles do not fit its inputs (named, with
// what was expected), or nothing can be built.
std::unique_ptr<nvinfer1::IHostMemory> build(Model const& model, BuildOptions const& options);

}  // namespace trtp::runtime
