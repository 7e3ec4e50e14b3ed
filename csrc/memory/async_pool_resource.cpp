#include "async_pool_resource.h"

#include <limits>

#include "cuda_error.h"

namespace trtp::memory {

AsyncPoolResource::AsyncPoolResource(std::optional<uint64_t> release_threshold) {
  int device = 0, supported = 0;
  check(cudaGetDevice(&device), "async_pool: cannot tell the current device");
  check(cudaDeviceGetAttribute(&supported, cudaDevAttrMemoryPoolsSupported, device),
        "async_pool: device ", device);
  if (!supported) fail("async_pool: device ", device, " has no memory pools; use cuda()");

  cudaMemPoolProps properties{};
  properties.allocType = cudaMemAllocationTypePinned;
  properties.location.type = cudaMemLocationTypeDevice;
  properties.location.id = device;
  check(cudaMemPoolCreate(&pool_, &properties), "async_pool: cannot create a pool on device ",
        device);
  auto threshold = release_threshold.value_or(std::numeric_limits<uint64_t>::max());
  auto const status = cudaMemPoolSetAttribute(pool_, cudaMemPoolAttrReleaseThreshold, &threshold);
  if (status != cudaSuccess) cudaMemPoolDestroy(pool_);
  check(status, "async_pool: cannot set the release threshold to ", threshold, " bytes");
}

AsyncPoolResource::~AsyncPoolResource() { cudaMemPoolDestroy(pool_); }

void* AsyncPoolResource::allocate_plain(size_t size, cudaStream_t stream) {
  void* address = nullptr;
  check_allocation(cudaMallocFromPoolAsync(&address, size, pool_, stream), name(), size);
  return address;
}

void AsyncPoolResource::deallocate_plain(void* address, size_t size, cudaStream_t stream) {
  check_deallocation(cudaFreeAsync(address, stream), name(), address, size);
}

}  // namespace trtp::memory
