#pragma once

#include <NvInfer.h>

#include <memory>
#include <mutex>
#include <unordered_map>

#include "memory/device_memory_resource.h"

namespace trtp::runtime {

// TensorRT's memory from a resource of ours. Thread-safe. Has to outlive the builder, runtime,
// engines and contexts that use it.
class GpuAllocator final : public nvinfer1::IGpuAllocator {
 public:
  explicit GpuAllocator(std::shared_ptr<memory::DeviceMemoryResource> resource);
  ~GpuAllocator() override = default;

  // Null for size 0 and on failure, which is written to the log as a warning: TensorRT may do
  // without.
  void* allocate(uint64_t size, uint64_t alignment,
                 nvinfer1::AllocatorFlags flags) noexcept override;
  // Null: nothing can be grown in place, TensorRT then allocates, copies and frees.
  void* reallocate(void* address, uint64_t alignment, uint64_t size) noexcept override;
  void free(void* address) noexcept override;
  bool deallocate(void* address) noexcept override;

 private:
  struct Block {
    size_t size, alignment;
  };

  std::shared_ptr<memory::DeviceMemoryResource> resource_;
  std::mutex mutex_;
  std::unordered_map<void*, Block> blocks_;  // TensorRT gives back addresses alone
};

}  // namespace trtp::runtime
