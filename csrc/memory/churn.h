#pragma once

#include <cstdint>

#include "device_memory_resource.h"

namespace trtp::memory {

struct Churn {
  int threads = 4;
  int pairs = 10'000;     // of an allocation and its deallocation, of all threads together
  size_t smallest = 256;  // bytes; sizes are spread evenly over their logarithm
  size_t largest = size_t{4} << 20;
  int live = 32;  // the most allocations that a thread has at once
  uint64_t seed = 0;
};

// A benchmark: threads, each with a stream of its own on the current device, allocate and free at
// random. Returns the seconds it took. Throws what an allocation threw.
double churn(DeviceMemoryResource& resource, Churn const& options);

}  // namespace trtp::memory
