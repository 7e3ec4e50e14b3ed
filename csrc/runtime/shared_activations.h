#pragma once

#include <cuda_runtime_api.h>

#include <memory>
#include <mutex>

#include "memory/device_memory_resource.h"

namespace trtp::runtime {

// Scratch memory of several contexts, also of different engines, as large as the largest needs.
// Their work never overlaps: whoever comes next is made to wait, on its stream, for the one before.
// Thread-safe.
class SharedActivations {
 public:
  // Throws Error where there is no GPU.
  explicit SharedActivations(std::shared_ptr<memory::DeviceMemoryResource> resource);
  ~SharedActivations();  // waits for the work that uses the memory
  SharedActivations(SharedActivations const&) = delete;
  SharedActivations& operator=(SharedActivations const&) = delete;

  // From now on there are at least as many bytes. Growing waits for the work that uses the memory.
  // Throws OutOfMemory; the memory is then as large as before.
  void reserve(size_t size);
  size_t size() const;  // bytes

  // The memory for what one thread enqueues on one stream while this lives.
  class Use {
   public:
    Use(SharedActivations& memory, cudaStream_t stream);  // throws Error
    ~Use();
    Use(Use const&) = delete;
    Use& operator=(Use const&) = delete;
    void* address() const { return memory_.address_; }

   private:
    SharedActivations& memory_;
    std::lock_guard<std::mutex> const lock_;
    cudaStream_t stream_;
  };

 private:
  std::shared_ptr<memory::DeviceMemoryResource> resource_;
  mutable std::mutex mutex_;
  void* address_ = nullptr;
  size_t size_ = 0;
  cudaEvent_t over_ = nullptr;  // the latest work
};

}  // namespace trtp::runtime
