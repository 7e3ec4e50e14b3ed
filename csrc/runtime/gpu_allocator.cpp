#include "gpu_allocator.h"

#include <exception>
#include <utility>

#include "logger.h"
#include "memory/cuda_error.h"

namespace trtp::runtime {

GpuAllocator::GpuAllocator(std::shared_ptr<memory::DeviceMemoryResource> resource)
    : resource_(std::move(resource)) {}

void* GpuAllocator::allocate(uint64_t size, uint64_t alignment, nvinfer1::AllocatorFlags) noexcept {
  void* address = nullptr;
  Block const block{size,
                    alignment == 0 ? memory::DeviceMemoryResource::natural_alignment : alignment};
  try {
    address = resource_->allocate(block.size, block.alignment);
    if (!address) return nullptr;
    // TensorRT 8 does not say on which stream it will use the memory.
    if (resource_->stream_ordered())
      memory::check(cudaStreamSynchronize(nullptr), resource_->name());
    std::lock_guard<std::mutex> const lock(mutex_);
    blocks_.emplace(address, block);
    return address;
  } catch (std::exception const& e) {
    logger().log(Severity::kWARNING, e.what());
  }
  try {
    resource_->deallocate(address, block.size, block.alignment);
  } catch (std::exception const& e) {
    logger().log(Severity::kERROR, e.what());
  }
  return nullptr;
}

void* GpuAllocator::reallocate(void*, uint64_t, uint64_t) noexcept { return nullptr; }

void GpuAllocator::free(void* address) noexcept { deallocate(address); }

bool GpuAllocator::deallocate(void* address) noexcept {
  if (!address) return true;
  try {
    Block block{};
    {
      std::lock_guard<std::mutex> const lock(mutex_);
      auto const it = blocks_.find(address);
      if (it == blocks_.end()) fail("TensorRT frees ", address, ", which it was not given");
      block = it->second;
      blocks_.erase(it);
    }
    // What cudaFree does by itself: a stream may still be at work on it, and the next owner would
    // not wait.
    if (resource_->stream_ordered()) cudaDeviceSynchronize();
    resource_->deallocate(address, block.size, block.alignment);
    return true;
  } catch (std::exception const& e) {
    logger().log(Severity::kERROR, e.what());
    return false;
  }
}

}  // namespace trtp::runtime
