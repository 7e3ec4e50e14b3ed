#pragma once

#include <NvInfer.h>

#include <atomic>
#include <memory>

#include "logger.h"
#include "op/error.h"

namespace trtp::runtime {

// What a build throws that was asked to stop.
struct __attribute__((visibility("default"))) Cancelled : Error {
  using Error::Error;
};

// Asks builds to stop, from any thread and for good. TensorRT 8 cannot be interrupted, and crashes
// if it is refused memory: so a build stops where it is not in TensorRT's hands, and writes
// nothing. Who must not wait for that runs it by run_in_background().
class Cancellation {
 public:
  void cancel() noexcept { requested_ = true; }
  bool requested() const noexcept { return requested_; }
  void check() const {
    if (requested_) throw Cancelled("the build was cancelled");
  }

 private:
  std::atomic<bool> requested_{false};
};

// Passes lines on until then; null for null.
Sink until_cancelled(Sink sink, std::shared_ptr<Cancellation const> cancellation);

// Another allocator's memory. Once the process ends without waiting for builds that were left to
// themselves, they are held where they ask for memory: where that comes from, a Python interpreter
// say, may be gone, and a build that is refused memory may crash.
class HoldingAllocator final : public nvinfer1::IGpuAllocator {
 public:
  explicit HoldingAllocator(nvinfer1::IGpuAllocator& inner) : inner_(inner) {}
  ~HoldingAllocator() override = default;

  void* allocate(uint64_t size, uint64_t alignment,
                 nvinfer1::AllocatorFlags flags) noexcept override;
  void* reallocate(void* address, uint64_t alignment, uint64_t size) noexcept override;
  void free(void* address) noexcept override;
  bool deallocate(void* address) noexcept override;

 private:
  nvinfer1::IGpuAllocator& inner_;
};

}  // namespace trtp::runtime
