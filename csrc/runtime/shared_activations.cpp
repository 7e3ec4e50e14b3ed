#include "shared_activations.h"

#include <utility>

#include "logger.h"
#include "memory/cuda_error.h"
#include "memory/cuda_resource.h"
#include "memory/device.h"

namespace trtp::runtime {

using memory::check;

SharedActivations::SharedActivations(std::shared_ptr<memory::DeviceMemoryResource> resource)
    : resource_(std::move(resource)) {
  memory::require_device("memory shared by contexts");
  if (!resource_) resource_ = std::make_shared<memory::CudaResource>();
  check(cudaEventCreateWithFlags(&over_, cudaEventDisableTiming), "cannot create an event");
}

SharedActivations::~SharedActivations() {
  cudaEventSynchronize(over_);
  cudaEventDestroy(over_);
  try {
    resource_->deallocate(address_, size_);
  } catch (std::exception const& e) {
    warn(e.what());
  }
}

void SharedActivations::reserve(size_t size) {
  std::lock_guard<std::mutex> const lock(mutex_);
  if (size <= size_) return;
  check(cudaEventSynchronize(over_), "the work that uses shared memory failed");
  auto* const address = resource_->allocate(size);
  // A resource may hand out memory in the order of a stream, and this is used on any.
  if (resource_->stream_ordered()) {
    auto const status = cudaStreamSynchronize(nullptr);
    if (status != cudaSuccess) resource_->deallocate(address, size);
    check(status, "cannot allocate ", size, " bytes shared by contexts");
  }
  auto* const old = std::exchange(address_, address);
  auto const old_size = std::exchange(size_, size);
  resource_->deallocate(old, old_size);
}

size_t SharedActivations::size() const {
  std::lock_guard<std::mutex> const lock(mutex_);
  return size_;
}

SharedActivations::Use::Use(SharedActivations& memory, cudaStream_t stream)
    : memory_(memory), lock_(memory.mutex_), stream_(stream) {
  // Also on the stream of the work before: its handle may since have become another stream's.
  check(cudaStreamWaitEvent(stream_, memory_.over_),
        "cannot wait for the work before that uses the shared memory");
}

SharedActivations::Use::~Use() {
  if (cudaEventRecord(memory_.over_, stream_) == cudaSuccess) return;
  cudaGetLastError();
  cudaStreamSynchronize(stream_);  // nobody could wait for it
}

}  // namespace trtp::runtime
