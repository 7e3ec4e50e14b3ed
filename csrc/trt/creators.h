#pragma once

#include <NvInfer.h>

#include <string>
#include <vector>

namespace trtp::trt {

// The file that holds a creator's code; "" if it cannot be told.
std::string library_of(nvinfer1::IPluginCreator const& creator);

// A creator in TensorRT's registry, anybody's.
struct CreatorInfo {
  std::string name, version, namespace_name, library;
};

// Throws Error if TensorRT cannot be found or used.
std::vector<CreatorInfo> creators();

}  // namespace trtp::trt
