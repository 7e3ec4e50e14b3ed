#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <random>

#include "resource_adaptor.h"

namespace trtp::memory {

// For tests of what happens without memory. An allocation is refused if any of these says so.
struct Failures {
  std::optional<uint64_t> at;   // the call of this number, from 1, and no other
  std::optional<size_t> above;  // more bytes than this
  double probability = 0;       // 0 to 1
  uint64_t seed = 0;            // the same calls in the same order then fail again
};

class FailingResource final : public ResourceAdaptor {
 public:
  // Throws Error for a probability that is none and for call 0.
  FailingResource(std::shared_ptr<DeviceMemoryResource> upstream, Failures const& failures);

  uint64_t calls() const;  // of allocate so far

 private:
  void* do_allocate(size_t size, size_t alignment, cudaStream_t stream) override;
  void do_deallocate(void* address, size_t size, size_t alignment, cudaStream_t stream) override;

  Failures const failures_;
  mutable std::mutex mutex_;
  uint64_t calls_ = 0;
  std::mt19937_64 random_;
};

}  // namespace trtp::memory
