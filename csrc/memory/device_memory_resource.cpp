#include "device_memory_resource.h"

#include "alignment.h"

namespace trtp::memory {

void* DeviceMemoryResource::allocate(size_t size, size_t alignment, cudaStream_t stream) {
  if (!is_power_of_two(alignment)) {
    fail(name(), ": expected an alignment that is a power of two, got ", alignment);
  }
  return size == 0 ? nullptr : do_allocate(size, alignment, stream);
}

void DeviceMemoryResource::deallocate(void* address, size_t size, size_t alignment,
                                      cudaStream_t stream) {
  if (address) do_deallocate(address, size, alignment, stream);
}

}  // namespace trtp::memory
