#include "limit_resource.h"

#include <utility>

namespace trtp::memory {

LimitResource::LimitResource(std::shared_ptr<DeviceMemoryResource> upstream, size_t limit)
    : ResourceAdaptor("limit", std::move(upstream)), limit_(limit) {}

void* LimitResource::do_allocate(size_t size, size_t alignment, cudaStream_t stream) {
  auto in_use = in_use_.load();
  do {
    if (size > limit_ - in_use) {
      throw OutOfMemory(text(name(), ": cannot allocate ", size, " bytes: ", in_use,
                             " bytes are in use of the ", limit_, " allowed"));
    }
  } while (!in_use_.compare_exchange_weak(in_use, in_use + size));
  try {
    return upstream()->allocate(size, alignment, stream);
  } catch (...) {
    in_use_ -= size;
    throw;
  }
}

void LimitResource::do_deallocate(void* address, size_t size, size_t alignment,
                                  cudaStream_t stream) {
  upstream()->deallocate(address, size, alignment, stream);
  in_use_ -= size;
}

}  // namespace trtp::memory
