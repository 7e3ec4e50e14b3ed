#pragma once

#include <NvInfer.h>

#include <atomic>
#include <memory>

#include "op/error.h"

namespace trtp::runtime {

// What a build throws that was asked to stop.
struct __attribute__((visibility("default"))) Cancelled : Error {
  using Error::Error;
};

// Asks builds to stop, from any thread and for good. TensorRT 8 cannot be interrupted, but every
// tactic it times needs memory: from then on it is given none, finds no tactic for the layer at
// hand, and gives up. So a build ends after the tactic that is running, not at once.
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

// Gives memory until the build that it is watching for is cancelled: another allocator's, or
// cudaMalloc's.
class CancellableAllocator final : public nvinfer1::IGpuAllocator {
 public:
  explicit CancellableAllocator(nvinfer1::IGpuAllocator* inner = nullptr) : inner_(inner) {}
  ~CancellableAllocator() override = default;

  // Not while a build is under way. Null: nothing can be cancelled.
  void watch(std::shared_ptr<Cancellation const> cancellation) {
    cancellation_ = std::move(cancellation);
  }

  void* allocate(uint64_t size, uint64_t alignment,
                 nvinfer1::AllocatorFlags flags) noexcept override;
  void* reallocate(void* address, uint64_t alignment, uint64_t size) noexcept override;
  void free(void* address) noexcept override;
  bool deallocate(void* address) noexcept override;

 private:
  nvinfer1::IGpuAllocator* inner_;
  std::shared_ptr<Cancellation const> cancellation_;
};

}  // namespace trtp::runtime
