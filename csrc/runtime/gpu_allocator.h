#pragma once

#include <NvInfer.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "memory/device_memory_resource.h"

namespace trtp::runtime {

// TensorRT's memory from a resource of ours. Thread-safe; nothing is thrown. Has to outlive the
// builder, runtime, engines and contexts that use it.
//
// TensorRT 8 knows no streams here. So with a resource that is stream-ordered, memory is ready on
// every stream when allocate() returns, and freeing waits for the device, as cudaFree does.
class GpuAllocator final : public nvinfer1::IGpuAllocator {
 public:
  // `user`: whose memory it is, for warnings.
  explicit GpuAllocator(std::shared_ptr<memory::DeviceMemoryResource> resource,
                        std::string user = "TensorRT");
  // What was never freed is warned of, by memory::warn, and given back to the resource.
  ~GpuAllocator() override;

  // Aligned to natural_alignment where TensorRT asks for less. Null for size 0 and on failure,
  // which is written to the log as a warning, as TensorRT may do without, and is part of the Error
  // if it cannot.
  void* allocate(uint64_t size, uint64_t alignment,
                 nvinfer1::AllocatorFlags flags) noexcept override;
  // The same address if the memory is large enough already; nothing grows in place. Otherwise new
  // memory with the old contents, the old being freed. Null, the old staying valid, on failure,
  // which TensorRT takes for "not supported".
  void* reallocate(void* address, uint64_t alignment, uint64_t size) noexcept override;
  void free(void* address) noexcept override;
  bool deallocate(void* address) noexcept override;  // false for an unknown address

 private:
  struct Block {
    size_t size, alignment;
  };

  void* take(Block const& block);
  void give_back(void* address, Block const& block);
  std::optional<Block> find(void* address) const;
  std::optional<Block> remove(void* address);
  void wait_for_device() const noexcept;

  std::shared_ptr<memory::DeviceMemoryResource> const resource_;
  std::string const user_;
  mutable std::mutex mutex_;
  std::unordered_map<void*, Block> blocks_;  // TensorRT gives back addresses alone
};

}  // namespace trtp::runtime
