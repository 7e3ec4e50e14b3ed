#pragma once

#include <cuda_runtime_api.h>
#include <trtplugins/memory.h>
#include <trtplugins/runtime.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

// What both programs need: shapes as text, float32 data, device memory that belongs to a scope.

using Resource = std::shared_ptr<trtp::memory::DeviceMemoryResource>;

// "8x128x192"
inline trtp::Shape shape_from(std::string const& text) {
  trtp::Shape out;
  std::istringstream parts(text + "x");
  for (int64_t extent = 0; parts >> extent && parts.get() == 'x';) {
    out.push_back(extent);
    if (parts.peek() == std::istringstream::traits_type::eof()) return out;
  }
  trtp::fail("expected a shape such as 8x128x192, got '", text, "'");
}

// The same values between -2 and 2 in every run.
inline std::vector<float> values_for(trtp::Shape const& shape) {
  std::vector<float> out(static_cast<size_t>(shape.volume()));
  uint32_t state = 20;
  for (auto& value : out) {
    state = state * 1664525U + 1013904223U;
    value = static_cast<float>(state >> 8) / 4194304.F - 2.F;
  }
  return out;
}

inline void write(std::string const& path, std::vector<float> const& values) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<char const*>(values.data()),
             static_cast<std::streamsize>(values.size() * sizeof(float)));
  if (!file) trtp::fail("cannot write ", path);
}

inline void check(cudaError_t status) {
  if (status != cudaSuccess) trtp::fail("CUDA: ", cudaGetErrorString(status));
}

// A stream; work on it is over when it goes.
class Stream {
 public:
  Stream() { check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking)); }
  ~Stream() {
    cudaStreamSynchronize(stream_);
    cudaStreamDestroy(stream_);
  }
  Stream(Stream const&) = delete;
  Stream& operator=(Stream const&) = delete;
  operator cudaStream_t() const { return stream_; }

 private:
  cudaStream_t stream_ = nullptr;
};

// Elements in device memory from a resource, in the order of a stream.
class Buffer {
 public:
  Buffer(Resource resource, size_t count, cudaStream_t stream)
      : resource_(std::move(resource)),
        size_(count * sizeof(float)),
        stream_(stream),
        address_(resource_->allocate(size_, resource_->natural_alignment, stream)) {}
  ~Buffer() { resource_->deallocate(address_, size_, resource_->natural_alignment, stream_); }
  Buffer(Buffer const&) = delete;
  Buffer& operator=(Buffer const&) = delete;

  void* address() const { return address_; }
  void fill(std::vector<float> const& values) {
    check(cudaMemcpyAsync(address_, values.data(), size_, cudaMemcpyHostToDevice, stream_));
  }
  std::vector<float> values() const {
    std::vector<float> out(size_ / sizeof(float));
    check(cudaMemcpyAsync(out.data(), address_, size_, cudaMemcpyDeviceToHost, stream_));
    check(cudaStreamSynchronize(stream_));
    return out;
  }

 private:
  Resource resource_;
  size_t size_;
  cudaStream_t stream_;
  void* address_;
};
