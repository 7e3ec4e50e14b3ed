#include "device_memory_resource.h"

#include <cstdint>
#include <limits>

#include "cuda_error.h"

namespace trtp::memory {

void* DeviceMemoryResource::allocate(size_t size, size_t alignment, cudaStream_t stream) {
  if (alignment == 0 || (alignment & (alignment - 1)) != 0) {
    fail(name(), ": expected an alignment that is a power of two, got ", alignment);
  }
  if (size == 0) return nullptr;
  bool const padded = alignment > natural_alignment;
  auto const padding = padded ? alignment - natural_alignment : 0;
  bool const overflows = size > std::numeric_limits<size_t>::max() - padding;

  void* begin = nullptr;
  auto const status =
      overflows ? cudaErrorMemoryAllocation : do_allocate(&begin, size + padding, stream);
  if (status != cudaSuccess) {
    cudaGetLastError();
    auto const message =
        text(name(), ": cannot allocate ", size, " bytes of device memory: ", words_of(status));
    if (status == cudaErrorMemoryAllocation) throw OutOfMemory(message);
    throw Error(message);
  }
  if (!padded) return begin;
  auto const address = (reinterpret_cast<uintptr_t>(begin) + alignment - 1) & ~(alignment - 1);
  auto* const aligned = reinterpret_cast<void*>(address);
  try {
    std::lock_guard<std::mutex> const lock(mutex_);
    begin_of_.emplace(aligned, begin);
  } catch (...) {
    do_deallocate(begin, stream);
    throw;
  }
  return aligned;
}

void DeviceMemoryResource::deallocate(void* address, size_t size, size_t alignment,
                                      cudaStream_t stream) {
  if (!address) return;
  auto* begin = address;
  if (alignment > natural_alignment) {
    std::lock_guard<std::mutex> const lock(mutex_);
    auto const it = begin_of_.find(address);
    if (it == begin_of_.end()) {
      fail(name(), ": ", address, " was not allocated here with an alignment of ", alignment);
    }
    begin = it->second;
    begin_of_.erase(it);
  }
  auto const status = do_deallocate(begin, stream);
  // While the process ends, CUDA may be gone before the last owner is; the memory went with it.
  if (status == cudaErrorCudartUnloading) return;
  check(status, name(), ": cannot free ", size, " bytes of device memory at ", address);
}

}  // namespace trtp::memory
