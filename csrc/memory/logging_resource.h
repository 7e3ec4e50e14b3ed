#pragma once

#include <functional>

#include "resource_adaptor.h"

namespace trtp::memory {

// Writes each call as a line of comma-separated values: an allocation once it is made, a
// deallocation before, so that the lines of an address are in order.
class LoggingResource final : public ResourceAdaptor {
 public:
  // The names of the columns. Time is UTC, the action one of allocate, deallocate, and "allocate
  // failed" or "deallocate failed", which the upstream threw at.
  static constexpr char const* header = "time,thread,action,address,size,alignment,stream";

  // Called with a line without its end, from any thread, several at once. What it throws is
  // dropped.
  using Sink = std::function<void(std::string const& line)>;

  LoggingResource(std::shared_ptr<DeviceMemoryResource> upstream, Sink sink);

  // Writes the header and each line at once, so that the last is there after a crash. Throws Error
  // if the file cannot be written.
  static Sink file(std::string const& path);

 private:
  void* do_allocate(size_t size, size_t alignment, cudaStream_t stream) override;
  void do_deallocate(void* address, size_t size, size_t alignment, cudaStream_t stream) override;
  void log(char const* action, void const* address, size_t size, size_t alignment,
           cudaStream_t stream) const noexcept;

  Sink const sink_;
};

}  // namespace trtp::memory
