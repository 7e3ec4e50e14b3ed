#include "gpu_allocator.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "logger.h"
#include "memory/cuda_error.h"
#include "memory/warning.h"

namespace trtp::runtime {

namespace {

using Lock = std::lock_guard<std::mutex>;

constexpr size_t natural_alignment = memory::DeviceMemoryResource::natural_alignment;

// Runs f; what it throws goes to the log, and the answer is `otherwise`.
template <class T, class F>
T logged(T otherwise, F const& f) noexcept {
  try {
    return f();
  } catch (memory::OutOfMemory const& e) {
    refused(Refusal::out_of_memory, e.what());
  } catch (std::exception const& e) {
    refused(Refusal::other, e.what());
  } catch (...) {
    refused(Refusal::other, "GPU allocator: an unknown exception");
  }
  return otherwise;
}

}  // namespace

GpuAllocator::GpuAllocator(std::shared_ptr<memory::DeviceMemoryResource> resource, std::string user)
    : resource_(std::move(resource)), user_(std::move(user)) {
  if (!resource_) fail("GPU allocator: expected a resource to take memory from, got none");
}

GpuAllocator::~GpuAllocator() {
  if (blocks_.empty()) return;
  size_t bytes = 0;
  for (auto const& [address, block] : blocks_) bytes += block.size;
  try {
    memory::warn(text(user_, ": ", blocks_.size(), " allocations of ", bytes, " bytes from ",
                      resource_->name(), " were never freed; they are given back"));
    wait_for_device();
    for (auto const& [address, block] : blocks_) give_back(address, block);
  } catch (std::exception const& e) {
    memory::warn(e.what());
  }
}

void* GpuAllocator::allocate(uint64_t size, uint64_t alignment, nvinfer1::AllocatorFlags) noexcept {
  if (size == 0) return nullptr;
  return logged<void*>(
      nullptr, [&] { return take({size, std::max<size_t>(alignment, natural_alignment)}); });
}

void* GpuAllocator::reallocate(void* address, uint64_t, uint64_t size) noexcept {
  return logged<void*>(nullptr, [&]() -> void* {
    auto const old = find(address);
    if (!old) fail("TensorRT resizes ", address, ", which it was not given");
    if (size <= old->size) return address;
    auto* const grown = take({size, old->alignment});
    // What is to be kept may still be written, on a stream that is not known here.
    auto status = cudaDeviceSynchronize();
    if (status == cudaSuccess) status = cudaMemcpy(grown, address, old->size, cudaMemcpyDefault);
    if (status != cudaSuccess) {
      deallocate(grown);
      memory::check(status, resource_->name(), ": cannot move ", old->size, " bytes");
    }
    deallocate(address);
    return grown;
  });
}

void GpuAllocator::free(void* address) noexcept { deallocate(address); }

bool GpuAllocator::deallocate(void* address) noexcept {
  if (!address) return true;
  return logged(false, [&] {
    auto const block = remove(address);
    if (!block) fail("TensorRT frees ", address, ", which it was not given");
    // A stream may still be at work on it, and the next owner would not wait.
    if (resource_->stream_ordered()) wait_for_device();
    give_back(address, *block);
    return true;
  });
}

void* GpuAllocator::take(Block const& block) {
  auto* const address = resource_->allocate(block.size, block.alignment);
  try {
    if (resource_->stream_ordered())
      memory::check(cudaStreamSynchronize(nullptr), resource_->name());
    Lock const lock(mutex_);
    blocks_.emplace(address, block);
  } catch (...) {
    give_back(address, block);
    throw;
  }
  return address;
}

void GpuAllocator::give_back(void* address, Block const& block) {
  resource_->deallocate(address, block.size, block.alignment);
}

std::optional<GpuAllocator::Block> GpuAllocator::find(void* address) const {
  Lock const lock(mutex_);
  auto const it = blocks_.find(address);
  return it == blocks_.end() ? std::nullopt : std::optional(it->second);
}

std::optional<GpuAllocator::Block> GpuAllocator::remove(void* address) {
  Lock const lock(mutex_);
  auto const it = blocks_.find(address);
  if (it == blocks_.end()) return std::nullopt;
  auto const block = it->second;
  blocks_.erase(it);
  return block;
}

void GpuAllocator::wait_for_device() const noexcept {
  if (cudaDeviceSynchronize() != cudaSuccess) cudaGetLastError();
}

}  // namespace trtp::runtime
