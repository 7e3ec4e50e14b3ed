#include "failing_resource.h"

#include <utility>

namespace trtp::memory {

FailingResource::FailingResource(std::shared_ptr<DeviceMemoryResource> upstream,
                                 Failures const& failures)
    : ResourceAdaptor("failing", std::move(upstream)), failures_(failures), random_(failures.seed) {
  if (!(failures.probability >= 0 && failures.probability <= 1))
    fail("failing: expected a probability from 0 to 1, got ", failures.probability);
  if (failures.at == 0u) fail("failing: calls are counted from 1, got 0");
}

uint64_t FailingResource::calls() const {
  std::lock_guard<std::mutex> const lock(mutex_);
  return calls_;
}

void* FailingResource::do_allocate(size_t size, size_t alignment, cudaStream_t stream) {
  uint64_t call = 0;
  bool unlucky = false;
  {
    std::lock_guard<std::mutex> const lock(mutex_);
    call = ++calls_;
    // 53 bits, as many as a double has; the standard's distributions differ between libraries.
    unlucky = static_cast<double>(random_() >> 11) * 0x1p-53 < failures_.probability;
  }
  if (call == failures_.at || unlucky || (failures_.above && size > *failures_.above)) {
    throw OutOfMemory(
        text(name(), ": refuses ", size, " bytes, call ", call, " of allocate, as it was told to"));
  }
  return upstream()->allocate(size, alignment, stream);
}

void FailingResource::do_deallocate(void* address, size_t size, size_t alignment,
                                    cudaStream_t stream) {
  upstream()->deallocate(address, size, alignment, stream);
}

}  // namespace trtp::memory
