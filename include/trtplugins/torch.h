#pragma once

// PyTorch's caching allocator as a memory resource, in a program that links libtorch: memory that
// PyTorch keeps for later serves TensorRT too, and the other way round. Header alone; trtplugins
// does not link PyTorch.
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#include <cuda_runtime_api.h>

#include <memory>
#include <mutex>
#include <unordered_map>

#include "memory/callback_resource.h"
#include "memory/cuda_error.h"

namespace trtp::memory {

namespace detail {

// PyTorch hands memory on in the order of the stream that it was allocated on, and is not told on
// which it is freed: so that is kept here.
class TorchMemory {
 public:
  void* allocate(size_t size, cudaStream_t stream) {
    void* address = nullptr;
    try {
      address = c10::cuda::CUDACachingAllocator::raw_alloc_with_stream(size, stream);
    } catch (c10::OutOfMemoryError const& e) {
      throw OutOfMemory(e.what_without_backtrace());
    }
    std::lock_guard<std::mutex> const lock(mutex_);
    owners_[address] = stream;
    return address;
  }

  void deallocate(void* address, cudaStream_t stream) {
    auto owner = stream;
    {
      std::lock_guard<std::mutex> const lock(mutex_);
      auto const found = owners_.find(address);
      if (found != owners_.end()) {
        owner = found->second;
        owners_.erase(found);
      }
    }
    if (owner != stream) check(cudaStreamSynchronize(stream), "torch: cannot wait for a stream");
    c10::cuda::CUDACachingAllocator::raw_delete(address);
  }

 private:
  std::mutex mutex_;
  std::unordered_map<void*, cudaStream_t> owners_;
};

}  // namespace detail

// Of the device that is current when memory is asked for. OutOfMemory has PyTorch's words.
inline std::shared_ptr<DeviceMemoryResource> torch_resource() {
  auto* const allocator = c10::cuda::CUDACachingAllocator::get();
  if (!allocator->initialized()) allocator->init(c10::cuda::device_count());
  auto const memory = std::make_shared<detail::TorchMemory>();
  CallbackResource::Callbacks callbacks;
  callbacks.allocate = [memory](size_t size, cudaStream_t s) { return memory->allocate(size, s); };
  callbacks.deallocate = [memory](void* a, size_t, cudaStream_t s) { memory->deallocate(a, s); };
  return std::make_shared<CallbackResource>("torch", callbacks);
}

}  // namespace trtp::memory
