#pragma once

#include <NvInfer.h>

#include <memory>

namespace trtp::runtime {

// Puts a builder back into the pool.
struct BuilderReturn {
  int device;
  void operator()(nvinfer1::IBuilder* builder) const noexcept;
};
using PooledBuilder = std::unique_ptr<nvinfer1::IBuilder, BuilderReturn>;

// A builder of the current device, in its default state and used by nobody else. Making one takes
// TensorRT seconds, whatever is then built, so it is kept for the next build; at the end of the
// process too, when CUDA may already be gone. Thread-safe. Null if TensorRT cannot make one.
PooledBuilder take_builder();

}  // namespace trtp::runtime
