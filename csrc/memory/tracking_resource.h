#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "resource_adaptor.h"

namespace trtp::memory {

// Bytes as they were asked for.
struct Figures {
  size_t current = 0;        // bytes in use
  size_t peak = 0;           // the most bytes that were in use at once
  uint64_t total = 0;        // bytes handed out so far
  size_t live = 0;           // allocations in use
  uint64_t allocations = 0;  // allocations so far
  uint64_t failures = 0;     // allocations that the upstream refused
};

// Counts what goes through it, as a whole and by tag. Refuses to free what it has not handed out.
// What is still in use when it is destroyed is warned of, by tag.
class TrackingResource final : public ResourceAdaptor {
 public:
  explicit TrackingResource(std::shared_ptr<DeviceMemoryResource> upstream);
  ~TrackingResource() override;

  Figures figures() const;
  std::map<std::string, Figures> tags() const;  // "" for what was allocated without a tag
  void reset_peak();                            // to what is in use, of every tag too

  // What this thread allocates between the two counts for the tag, the innermost if there are
  // several. A deallocation counts for the tag of its allocation.
  void push_tag(std::string tag);
  void pop_tag() noexcept;

 private:
  struct Live {
    size_t size;
    Figures* tag;  // in tags_, whose entries stay where they are
  };

  void* do_allocate(size_t size, size_t alignment, cudaStream_t stream) override;
  void do_deallocate(void* address, size_t size, size_t alignment, cudaStream_t stream) override;
  Figures& tag_of_this_thread();

  mutable std::mutex mutex_;
  Figures all_;
  std::map<std::string, Figures> tags_;
  std::unordered_map<void*, Live> live_;
  std::unordered_map<std::thread::id, std::vector<std::string>> pushed_;
};

}  // namespace trtp::memory
