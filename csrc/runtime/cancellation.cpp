#include "cancellation.h"

#include <chrono>
#include <thread>
#include <utility>

#include "background.h"

namespace trtp::runtime {

namespace {

// Returns at once, or never: the process is ending.
void hold_at_the_end() noexcept {
  while (is_background_left()) std::this_thread::sleep_for(std::chrono::seconds(1));
}

}  // namespace

Sink until_cancelled(Sink sink, std::shared_ptr<Cancellation const> cancellation) {
  if (!sink || !cancellation) return sink;
  return [sink = std::move(sink), cancellation = std::move(cancellation)](
             Severity severity, std::string const& message) {
    if (!cancellation->requested()) sink(severity, message);
  };
}

void* HoldingAllocator::allocate(uint64_t size, uint64_t alignment,
                                 nvinfer1::AllocatorFlags flags) noexcept {
  hold_at_the_end();
  return inner_.allocate(size, alignment, flags);
}

void* HoldingAllocator::reallocate(void* address, uint64_t alignment, uint64_t size) noexcept {
  hold_at_the_end();
  return inner_.reallocate(address, alignment, size);
}

void HoldingAllocator::free(void* address) noexcept { deallocate(address); }

bool HoldingAllocator::deallocate(void* address) noexcept {
  hold_at_the_end();
  return inner_.deallocate(address);
}

}  // namespace trtp::runtime
